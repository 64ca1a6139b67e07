// Double coding: the sets there are, and making one.
import { useSignal } from "@preact/signals";
import { get, send, type Told } from "../core/api";
import { go } from "../core/address";
import { useAsked } from "../core/asked";
import { mayLead } from "../review/may";
import { meta } from "../ui/frame";
import "./sets.css";

const names = (typed: string): string[] => [...new Set(typed.split(/[,;]/).map((name) => name.trim()).filter(Boolean))];

export default function Sets() {
  const sets = useAsked<Told<"Sets">>(() => ["/sets"]);
  return (
    <main class="column">
      <h1>Double coding</h1>
      <p>Two coders code the same events apart from each other; a lead settles where they differ, and agreement is measured field by field.</p>
      {sets.error ? <p role="alert">{sets.error}</p> : null}
      {sets.value?.items.length ? <List items={sets.value.items} /> : sets.value ? <p>There is no set yet.</p> : null}
      {mayLead() ? <Make /> : null}
    </main>
  );
}

function List({ items }: { items: readonly Told<"SetSummary">[] }) {
  const who = meta.value?.who ?? "";
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>{["Set", "Events", "Coded", "Settled", "State", ""].map((name) => <th scope="col" key={name}>{name || <span class="sr">Open</span>}</th>)}</tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row"><bdi>{one.name}</bdi></th>
              <td>{one.events.length}</td>
              <td>
                {one.coders.map((coder) => (
                  <div key={coder}><bdi>{coder}</bdi>{one.blind.includes(coder) ? " (blind)" : ""}: {one.done[coder] ?? 0}</div>
                ))}
              </td>
              <td>{one.adjudicated}</td>
              <td>{one.closed ? "closed" : "open"}</td>
              <td>
                {one.coders.includes(who) && !one.closed ? <a href={`/sets/${encodeURIComponent(one.id)}`}>Code</a> : null}{" "}
                {mayLead() || one.closed ? <a href={`/sets/${encodeURIComponent(one.id)}/adjudicate`}>{mayLead() && !one.closed ? "Adjudicate" : "Agreement"}</a> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Make() {
  const coders = useSignal<readonly string[]>([]);
  const found = useSignal<readonly string[] | undefined>(undefined);
  const error = useSignal("");
  const choose = async (form: HTMLFormElement) => {
    const asked = new FormData(form);
    const values = Object.fromEntries(["type", "place", "first", "last", "text"].map((name) => [name, String(asked.get(name) ?? "")]));
    try {
      const told = await get<Told<"EventPage">>("/events", { ...values, standing: "all", limit: Number(asked.get("many")) || 50 });
      found.value = told.items.map((one) => one.id);
      error.value = "";
    } catch (reason) {
      error.value = (reason as Error).message;
    }
  };
  const make = async (form: HTMLFormElement) => {
    await choose(form);
    const asked = new FormData(form);
    const body = { name: String(asked.get("name")), coders: coders.value, blind: asked.getAll("blind").map(String), events: found.value ?? [] };
    try {
      const made = await send<{ id?: string; summary?: Told<"SetSummary"> }>("POST", "/sets", body);
      const id = made.summary?.id ?? made.id;
      go(id ? `/sets/${encodeURIComponent(id)}/adjudicate` : "/sets");
    } catch (reason) {
      error.value = (reason as Error).message;
    }
  };
  return (
    <section>
      <h2>Make a set</h2>
      <form class="make" onSubmit={(event) => {
        event.preventDefault();
        void make(event.currentTarget);
      }} onChange={(event) => void choose(event.currentTarget)}>
        <label>Name <input name="name" required autocomplete="off" /></label>
        <label>Coders, with commas <input required autocomplete="off" onInput={(event) => (coders.value = names(event.currentTarget.value))} /></label>
        {coders.value.length ? (
          <fieldset>
            <legend>Blind: sees no machine values</legend>
            {coders.value.map((coder) => <label key={coder}><input type="checkbox" name="blind" value={coder} /> <bdi>{coder}</bdi></label>)}
          </fieldset>
        ) : null}
        <fieldset class="which">
          <legend>Which events</legend>
          <label>Type
            <select name="type">
              <option value="">any</option>
              {meta.value?.types.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            </select>
          </label>
          <label>Place <input name="place" autocomplete="off" /></label>
          <label>From <input name="first" type="date" /></label>
          <label>To <input name="last" type="date" /></label>
          <label>Words <input name="text" autocomplete="off" /></label>
          <label>At most <input name="many" type="number" min={1} max={500} defaultValue="50" /></label>
        </fieldset>
        <p aria-live="polite">{found.value ? `${found.value.length} events` : ""}</p>
        {error.value ? <p role="alert">{error.value}</p> : null}
        <button class="main">Make the set</button>
      </form>
    </section>
  );
}
