// Who may sign in, and what they may do.
import { useSignal } from "@preact/signals";
import { send, type Told } from "../core/api";
import { useAsked } from "../core/asked";
import { mayAdminister } from "../review/may";
import { askWho } from "../ui/frame";
import { Dialog } from "../ui/dialog";
import "./people.css";
import "./sets.css";

type Person = Told<"Person">;
const ROLES: readonly [Person["role"], string][] = [
  ["reader", "reads all there is"],
  ["coder", "reviews events and codes sets"],
  ["lead", "makes sets and settles them, releases, takes back what others ruled"],
  ["admin", "adds people, and reads the audit log"],
];

export default function People() {
  const people = useAsked<Told<"People">>(() => ["/people"]);
  const error = useSignal("");
  const said = useSignal("");
  const renewing = useSignal<Person | undefined>(undefined);
  const keep = async (person: { name: string; role: string; active: boolean; password?: string }, told: string) => {
    try {
      await send("POST", "/people", person);
      error.value = "";
      said.value = told;
      await askWho();
    } catch (reason) {
      error.value = (reason as Error).message;
    }
    people.again();
  };
  return (
    <main class="column">
      <h1>People</h1>
      <p>While nobody is listed here, whoever sits at this machine may do everything. From the first one on, all sign in.</p>
      {people.error ? <p role="alert">{people.error}</p> : null}
      {error.value ? <p role="alert" class="wrong">{error.value}</p> : null}
      <p role="status">{said.value}</p>
      {people.value?.items.length ? (
        <div class="wide">
          <table>
            <thead>
              <tr>{["Name", "Role", "Since", "Password", "Leave"].map((name) => <th scope="col" key={name}>{name}</th>)}</tr>
            </thead>
            <tbody>
              {people.value.items.map((one) => (
                <tr key={one.name} class={one.active ? "" : "left-us"}>
                  <th scope="row"><bdi>{one.name}</bdi></th>
                  <td>
                    <label><span class="sr">Role of {one.name}</span>
                      <Roles value={one.role} disabled={!one.active} onChange={(role) => void keep({ name: one.name, role, active: true }, `${one.name} is ${role} now`)} />
                    </label>
                  </td>
                  <td>{one.since.slice(0, 10)}</td>
                  <td><button type="button" onClick={() => (renewing.value = one)}>{one.active ? "New password" : "Take back, with a password"}</button></td>
                  <td>{one.active ? <button type="button" onClick={() => void keep({ name: one.name, role: one.role, active: false }, `${one.name} may sign in no more`)}>Sign in no more</button> : "has left"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <dl class="facts">
        {ROLES.map(([role, may]) => (
          <div key={role}>
            <dt>{role}</dt>
            <dd>{may}</dd>
          </div>
        ))}
      </dl>
      {mayAdminister() ? <Add first={people.value?.items.length === 0} onAdd={keep} /> : null}
      {renewing.value ? (
        <Dialog title={`Password of ${renewing.value.name}`} close={() => (renewing.value = undefined)}>
          <form class="entry" onSubmit={(event) => {
            event.preventDefault();
            const one = renewing.value;
            const password = String(new FormData(event.currentTarget).get("password"));
            renewing.value = undefined;
            if (one) void keep({ name: one.name, role: one.role, active: true, password }, `${one.name} has a new password`);
          }}>
            <label>New password <input name="password" type="password" required autocomplete="new-password" /></label>
            <button class="main">Keep it</button>
          </form>
        </Dialog>
      ) : null}
    </main>
  );
}

function Roles({ value, disabled = false, onChange }: { value: string; disabled?: boolean; onChange?: (role: string) => void }) {
  return (
    <select name="role" value={value} disabled={disabled} onChange={(event) => onChange?.(event.currentTarget.value)}>
      {ROLES.map(([role, may]) => <option key={role} value={role} title={may}>{role}</option>)}
    </select>
  );
}

function Add({ first, onAdd }: { first: boolean; onAdd: (person: { name: string; role: string; active: boolean; password: string }, told: string) => Promise<void> }) {
  return (
    <section>
      <h2>Add somebody</h2>
      {first ? <p>The first one is an admin, and you will have to sign in as them.</p> : null}
      <form class="entry" onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const typed = new FormData(form);
        const name = String(typed.get("name")).trim();
        void onAdd({ name, role: first ? "admin" : String(typed.get("role")), active: true, password: String(typed.get("password")) }, `${name} is added`).then(() => form.reset());
      }}>
        <label>Name <input name="name" required autocomplete="off" /></label>
        {first ? null : <label>Role <Roles value="coder" /></label>}
        <label>Password <input name="password" type="password" required autocomplete="new-password" /></label>
        <button class="main">Add</button>
      </form>
    </section>
  );
}
