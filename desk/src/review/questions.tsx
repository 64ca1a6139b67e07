// What the reviewer is asked beside the page: why rejected, one with what, which accounts leave, what to write.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get, type Told } from "../core/api";
import { asking, before, field, write } from "./current";
import { comment, reject, rejectEvent, rule } from "./deciding";
import { fieldName, GROUPS } from "./fields";
import { Modal, Numbered, numberOf } from "./modal";
import reasons from "./reasons.json";
import { chosen } from "./words";

const leave = () => void (asking.value = "");

/** The question that is asked, if one is. */
export function Question() {
  switch (asking.value) {
    case "reject field":
      return <Reasons title={`Reject ${fieldName(field.value)}: why?`} list={reasons.field} onReason={(reason) => reject(field.value, reason)} />;
    case "reject event":
      return <Reasons title="Reject the event: why?" list={reasons.event} onReason={rejectEvent} />;
    case "merge":
      return <Merge />;
    case "split":
      return <Split />;
    case "comment":
      return <Write />;
    case "toll":
      return <Group onPick={(name) => write(name)} />;
    default:
      return null;
  }
}

/** A list of reasons, each with its number, and one in own words. */
export function Reasons({ title, list, onReason, onLeave = leave, own = true }: {
  title: string; list: readonly string[]; onReason: (reason: string) => void; onLeave?: () => void; own?: boolean;
}) {
  const finish = (reason: string) => {
    onReason(reason);
    onLeave();
  };
  return (
    <Modal title={title} onLeave={onLeave} onKey={(key) => {
      const reason = list[key === "0" ? 9 : numberOf(key)];
      if (reason) finish(reason);
      return reason !== undefined;
    }}>
      <Numbered items={list} onPick={(at) => finish(list[at] ?? "")} />
      {own ? (
        <form onSubmit={(event) => {
          event.preventDefault();
          const said = new FormData(event.currentTarget).get("own");
          if (said) finish(String(said));
        }}>
          <label>In your own words <input name="own" autocomplete="off" dir="auto" /></label>
        </form>
      ) : null}
      <p class="faint">A number picks, {own ? <><kbd>Tab</kbd> to write, </> : null}<kbd>Esc</kbd> leaves it.</p>
    </Modal>
  );
}

const DAY_MS = 86_400_000;
const shift = (day: string, by: number): string => new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);

/** Events near in place and time, else near in time alone. */
async function nearest(of: Told<"EventSummary">): Promise<Told<"EventSummary">[]> {
  const days = of.start ? { first: shift(of.start, -3), last: shift(of.end ?? of.start, 3) } : {};
  const tries = [...(of.place_id ? [{ ...days, place: of.place_id }] : []), { ...days, ...(of.country ? { country: of.country } : {}) }];
  const found: Told<"EventSummary">[] = [];
  for (const values of tries) {
    const told = await get<Told<"EventPage">>("/events", { ...values, standing: "all", limit: 30 });
    for (const each of told.items) if (each.id !== of.id && !found.some((one) => one.id === each.id)) found.push(each);
  }
  const far = (one: Told<"EventSummary">) => Number(one.place_id !== of.place_id) * 2 + Number(one.type !== of.type);
  return found.sort((one, other) => far(one) - far(other)).slice(0, 9);
}

export const inShort = (event: Told<"EventSummary">): string =>
  [event.when, event.kind, event.place ?? "place unknown", event.killed ? `killed ${event.killed.words}` : "", event.articles === 1 ? "1 article" : `${event.articles} articles`]
    .filter(Boolean).join(" · ");

function Merge() {
  const found = useSignal<readonly Told<"EventSummary">[] | undefined>(undefined);
  const why = useSignal("");
  const words = useSignal("");
  const search = useRef<HTMLInputElement>(null);
  const own = before.value?.told?.summary;
  useEffect(() => {
    if (!own) return;
    const asked = words.value
      ? get<Told<"EventPage">>("/events", { text: words.value, standing: "all", limit: 10 }).then((told) => told.items.filter((one) => one.id !== own.id).slice(0, 9))
      : nearest(own);
    asked.then((all) => (found.value = all)).catch((error: Error) => (why.value = error.message));
  }, [words.value]);
  if (!own) return null;
  const merge = (other: Told<"EventSummary">) => {
    leave();
    rule("merge", `merged with ${inShort(other)}`, { others: [other.id] });
  };
  const explain = (other: Told<"EventSummary">) =>
    void get<Told<"WhyTold">>("/why", { one: own.id, other: other.id }).then((told) => (why.value = told.told)).catch((error: Error) => (why.value = error.message));
  return (
    <Modal title="One event with which?" onLeave={leave} onKey={(key) => {
      if (key === "/") search.current?.focus();
      const other = found.value?.[numberOf(key)];
      if (other) merge(other);
      return key === "/" || other !== undefined;
    }}>
      <ol class="numbered">
        {found.value?.map((other, at) => (
          <li key={other.id}>
            <button type="button" onClick={() => merge(other)} onFocus={() => explain(other)}><kbd>{at + 1}</kbd> <bdi>{inShort(other)}</bdi></button>
          </li>
        ))}
      </ol>
      {found.value?.length === 0 ? <p>Nothing near. Search by words.</p> : null}
      {why.value ? <p class="faint" aria-live="polite"><bdi>{why.value}</bdi></p> : null}
      <label>Search <input ref={search} dir="auto" autocomplete="off" onChange={(event) => (words.value = event.currentTarget.value)} /></label>
      <p class="faint">A number merges, <kbd>Tab</kbd> says why it was not, <kbd>/</kbd> searches, <kbd>Esc</kbd> leaves it. <kbd>u</kbd> undoes it afterwards.</p>
    </Modal>
  );
}

function Split() {
  const leaving = useSignal<readonly string[]>([]);
  const tellings = before.value?.told?.tellings ?? [];
  const toggle = (id: string) => {
    leaving.value = leaving.value.includes(id) ? leaving.value.filter((one) => one !== id) : [...leaving.value, id];
  };
  const split = () => {
    if (!leaving.value.length || leaving.value.length === tellings.length) return;
    leave();
    rule("split", `${leaving.value.length} of ${tellings.length} accounts split off`, { others: leaving.value });
  };
  return (
    <Modal title="Which accounts tell of another event?" onLeave={leave} onKey={(key) => {
      const one = tellings[numberOf(key)];
      if (one) toggle(one.account.id);
      if (key === "Enter") split();
      return one !== undefined || key === "Enter";
    }}>
      <ol class="numbered">
        {tellings.map(({ account, article }, at) => (
          <li key={account.id}>
            <label>
              <input type="checkbox" checked={leaving.value.includes(account.id)} onChange={() => toggle(account.id)} /> <kbd>{at + 1}</kbd>{" "}
              <bdi>{[article.outlet, article.published].filter(Boolean).join(", ") || article.file}: “{account.evidence[0]?.quote}”</bdi>
            </label>
          </li>
        ))}
      </ol>
      <button type="button" onClick={split} disabled={!leaving.value.length || leaving.value.length === tellings.length}>Split them off</button>
      <p class="faint">A number marks, <kbd>Enter</kbd> splits, <kbd>Esc</kbd> leaves it. At least one account stays.</p>
    </Modal>
  );
}

/** A toll of a group that nobody has told yet. */
export function Group({ onPick }: { onPick: (field: string) => void }) {
  const kind = useSignal("killed");
  const pick = (at: number) => {
    const group = GROUPS[at];
    if (!group) return;
    leave();
    onPick(`${kind.value}.${group}`);
  };
  return (
    <Modal title={`Another toll: ${kind.value}`} onLeave={leave} onKey={(key) => {
      if (key === "i") kind.value = "injured";
      if (key === "k") kind.value = "killed";
      if (numberOf(key) >= 0) pick(numberOf(key));
      return "ik".includes(key) || numberOf(key) >= 0;
    }}>
      <Numbered items={GROUPS.map((group) => fieldName(`${kind.value}.${group}`))} onPick={pick} />
      <p class="faint"><kbd>k</kbd> killed, <kbd>i</kbd> injured, a number picks the group, <kbd>Esc</kbd> leaves it.</p>
    </Modal>
  );
}

/** A comment: on what is looked at with the field and words under the cursor, or on what is named. */
export function Write({ on, onLeave = leave }: { on?: { target: string; field: string }; onLeave?: () => void }) {
  const words = on ? undefined : chosen.value;
  const about = on?.field ?? field.value;
  const finish = (text: string) => {
    onLeave();
    if (text.trim()) comment(text.trim(), on ?? { target: before.value?.id ?? "", field: field.value }, words);
  };
  return (
    <Modal title={`Comment${about ? ` on ${fieldName(about)}` : ""}`} onLeave={onLeave}>
      {words ? <p>On the words <q><bdi>{words.quote}</bdi></q></p> : null}
      <form onSubmit={(event) => {
        event.preventDefault();
        finish(String(new FormData(event.currentTarget).get("text") ?? ""));
      }}>
        <label>
          <span class="sr">Comment</span>
          <textarea name="text" data-first rows={4} dir="auto" onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish(event.currentTarget.value);
          }} />
        </label>
        <button class="main">Keep it</button> <span class="faint"><kbd>Ctrl+Enter</kbd> too</span>
      </form>
    </Modal>
  );
}
