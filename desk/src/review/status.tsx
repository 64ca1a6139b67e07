// Whether all is saved, what could not be, and how many keys it took.
import { signal, untracked } from "@preact/signals";
import { go, path } from "../core/address";
import { fieldName } from "./fields";
import { before, changed, done, editing, lookAgain } from "./current";
import { giveUp, insist } from "./deciding";
import { session } from "./keystrokes";
import * as outbox from "./outbox";

const WORDS = { saved: "Saved", sending: "Saving…", waiting: "" } as const;

/** Nothing is called saved before something was. */
const isBegun = signal(false);
outbox.onSent(() => (isBegun.value = true));

/** One line that is always there; told to readers of the screen when it changes. */
export function Status() {
  const many = outbox.waiting.value;
  const lost = outbox.state.value === "waiting" && !outbox.refusal.value;
  return (
    <p class={`saved${lost ? " lost" : ""}`} role="status">
      {lost ? `The desk cannot be reached: ${many} ${many === 1 ? "decision is" : "decisions are"} kept in this browser and sent again by itself.` : isBegun.value || outbox.state.value !== "saved" ? WORDS[outbox.state.value] : ""}
      {done.value ? <>{isBegun.value ? " · " : ""}<bdi>{done.value}</bdi></> : null}
    </p>
  );
}

/** What the desk would not take. */
export function Refusal({ to = (event) => `/queue/${encodeURIComponent(event)}` }: { to?: (event: string) => string }) {
  const refused = outbox.refusal.value;
  if (!refused) return null;
  const { kept, status, message } = refused;
  if (status === outbox.SIGNED_OUT) {
    return (
      <div class="refusal" role="alert">
        <p>You are signed out. What you decided is kept, and sent once you are signed in again.</p>
        <button type="button" onClick={() => go(`/sign-in?next=${encodeURIComponent(path.value)}`)}>Sign in</button>
      </div>
    );
  }
  return (
    <div class="refusal" role="alert">
      <p><b>Not taken:</b> <bdi>{kept.told}</bdi>. <bdi>{message}</bdi></p>
      {kept.target !== before.value?.id ? <p><a href={to(kept.target)}>Look at it again</a></p> : null}
      {status === 409 && changed.value.length ? (
        <>
          <p>Changed since you looked:</p>
          <ul>{changed.value.map((line) => <li key={line}><bdi>{line}</bdi></li>)}</ul>
        </>
      ) : null}
      {status === 409 ? <button type="button" onClick={insist}>Mine all the same <kbd>Enter</kbd></button> : null}{" "}
      <button type="button" onClick={giveUp}>Never mind <kbd>Esc</kbd></button>
    </div>
  );
}

/** When somebody else was there, what the event is now is asked for at once. */
export const heed = (): void => {
  if (outbox.refusal.value?.status === 409) void untracked(lookAgain);
};

export function Session() {
  const { events, median } = session.value;
  if (!events) return null;
  return <p class="session">This visit: {events} {events === 1 ? "event" : "events"} decided, median {median} {median === 1 ? "key" : "keys"} each</p>;
}

/** What the keys mean while words are chosen. */
export function WordsBar({ quote, keys }: { quote: string; keys: readonly (readonly [string, string])[] }) {
  if (editing.value) return null;
  return (
    <p class="wordsbar" role="status">
      Words: <q><bdi>{quote}</bdi></q>. Bind them: {keys.map(([key, field]) => <span key={field}><kbd>{key}</kbd> {fieldName(field)} </span>)}
      <kbd>c</kbd> comment <kbd>Esc</kbd> leave
    </p>
  );
}
