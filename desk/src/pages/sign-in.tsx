// Name and password, where the desk knows people.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get, send, type Told } from "../core/api";
import { asked, go } from "../core/address";
import { askWho, meta } from "../ui/frame";
import "./people.css";

/** Where to go afterwards: only to a page of this desk. */
const asksFor = (): string => (/^\/(?![/\\])/.test(asked("next")) ? asked("next") : "");

/** Who codes a set blind may see nothing else until it is closed. */
async function next(who: string): Promise<string> {
  if (asksFor()) return asksFor();
  const sets = await get<Told<"Sets">>("/sets").catch(() => undefined); // readers have none
  return sets?.items.some((one) => one.blind.includes(who) && !one.closed) ? "/sets" : "/";
}

export default function SignIn() {
  const error = useSignal("");
  const waiting = useSignal(false);
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => name.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  const enter = async (form: HTMLFormElement) => {
    const typed = new FormData(form);
    waiting.value = true;
    try {
      await send("POST", "/session", { name: String(typed.get("name")), password: String(typed.get("password")) });
      await askWho();
      go(await next(meta.value?.who ?? ""));
    } catch (reason) {
      error.value = (reason as Error).message;
    }
    waiting.value = false;
  };
  const who = meta.value;
  if (who && !who.people) return <main class="column"><h1>Sign in</h1><p>This desk knows no people yet: whoever sits at this machine works as <bdi>{who.who}</bdi>.</p></main>;
  return (
    <main class="column">
      <h1>Sign in</h1>
      {who?.who ? <p>You are signed in as <b><bdi>{who.who}</bdi></b>, {who.role}. Sign in as somebody else:</p> : null}
      <form class="entry" onSubmit={(event) => {
        event.preventDefault();
        void enter(event.currentTarget);
      }}>
        <label>Name <input ref={name} name="name" required autocomplete="username" autocapitalize="off" spellcheck={false} /></label>
        <label>Password <input name="password" type="password" required autocomplete="current-password" /></label>
        {error.value ? <p role="alert" class="wrong">{error.value}</p> : null}
        <button class="main" disabled={waiting.value}>Sign in</button>
      </form>
    </main>
  );
}
