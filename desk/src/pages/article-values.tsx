// The values that were read in an article, and the words each rests on: from either side to the other.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../core/address";
import type { Told } from "../core/api";
import { fieldTold } from "../ui/ledger-words";
import { ROLE_NAMES } from "../ui/passage-segments";
import { Said } from "../ui/quote";
import { standingTold } from "./event-model";

type Span = Told<"Span">;
type ArticleTold = Told<"ArticleTold">;

const MOST_VALUES = 200; // listed at first
const ORDER = ["type", "date", "place", "other_places", "actors", "recipients", "counts", "means", "attribution"]; // that of the codebook

/** Who owns a span, as one says it. */
function ownerTold(owner: string, told: ArticleTold): string {
  const account = told.accounts.find((each) => each.id === owner) ?? told.suggested.find((each) => each.id === owner);
  if (account) {
    const standing = standingTold(account);
    return account.type.replaceAll("_", " ") + (standing ? ` (${standing})` : "");
  }
  const [kind, number] = owner.split(".");
  const names: Record<string, string> = { control: "who holds a place", quote: "quoted words", gap: "what nobody knows" };
  return `${names[kind ?? ""] ?? kind} ${number ? Number(number) + 1 : ""}`;
}

function valueOf({ field, value }: Span): string {
  if (!value || value === "?") return "unknown";
  return field === "type" ? value.replaceAll("_", " ") : value;
}

/** The values that some words justify. */
export function Justified({ spans, told }: { spans: readonly Span[]; told: ArticleTold }) {
  return (
    <section class="justified" aria-labelledby="justified">
      <h2 id="justified">These words stand behind</h2>
      <ul>
        {spans.map((span) => {
          const event = told.events[span.owner];
          return (
            <li>
              <strong>{fieldTold(span.field)}</strong>: <Said text={valueOf(span)} most={200} /> <span class="faint">in {ownerTold(span.owner, told)}</span>
              {event ? <> · <a href={`/events/${encodeURIComponent(event)}`}>its event</a></> : null}
              {span.rule ? <span class="reasons"><Said text={span.rule} most={400} /></span> : null}
            </li>
          );
        })}
      </ul>
      <button type="button" onClick={() => ask({ words: "" })}>Close</button>
    </section>
  );
}

/** All values by account; a press on one brings its words to sight, again the next of its words. */
export function Values({ told, spans, show }: { told: ArticleTold; spans: readonly Span[]; show: (span: Span) => void }) {
  const [all, setAll] = useState(false);
  const [last, setLast] = useState<{ key: string; at: number }>({ key: "", at: 0 });
  const owners = new Map<string, Map<string, Span[]>>();
  for (const span of spans) {
    const fields = owners.get(span.owner) ?? new Map<string, Span[]>();
    owners.set(span.owner, fields);
    fields.set(span.field, [...(fields.get(span.field) ?? []), span]);
  }
  const rank = ([field]: [string, Span[]]) => ORDER.indexOf(field.split(".")[0] ?? "");
  let room = all ? Infinity : MOST_VALUES;
  const shown = [...owners].filter(([, fields]) => (room -= fields.size) > -fields.size);
  const suggested = new Set(told.suggested.map((each) => each.id));
  const press = (key: string, list: readonly Span[]) => {
    const at = last.key === key ? (last.at + 1) % list.length : 0;
    setLast({ key, at });
    show(list[at]!);
  };
  return (
    <section aria-labelledby="values">
      <h2 id="values">What was read in it</h2>
      {owners.size ? null : <p class="faint">Nothing.</p>}
      {shown.map(([owner, fields]) => (
        <section class={`owner ${suggested.has(owner) ? "suggested" : ""}`}>
          <h3>
            {ownerTold(owner, told)}{suggested.has(owner) ? <span class="note"> only suggested: too unsure for the record</span> : null}
            {told.events[owner] ? <a class="to" href={`/events/${encodeURIComponent(told.events[owner])}`}> the event</a> : null}
          </h3>
          <ul>
            {[...fields].sort((one, other) => rank(one) - rank(other)).map(([field, list]) => {
              const span = list[0]!;
              return (
                <li class={`on-${span.role}`}>
                  <button type="button" class="value" onClick={() => press(`${owner} ${field}`, list)}>
                    <mark class={`lit r-${span.role}`}>{fieldTold(field)}</mark> <Said text={valueOf(span)} most={120} />
                  </button>
                  {list.length > 1 ? <span class="note"> in {list.length} places</span> : null}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      {shown.length < owners.size ? <button type="button" onClick={() => setAll(true)}>All {owners.size}</button> : null}
    </section>
  );
}

/** The spans of the lit words under the pointer or the focus. */
export function useRule(root: { current: HTMLDivElement | null }, spans: readonly Span[]): readonly Span[] {
  const [shown, setShown] = useState<readonly Span[]>([]);
  useEffect(() => {
    const passage = root.current;
    if (!passage) return;
    const look = (event: Event) => {
      const words = (event.target as Element).closest<HTMLElement>("[data-spans]")?.dataset["spans"];
      setShown(words ? words.split(" ").flatMap((each) => spans[Number(each)] ?? []) : []);
    };
    passage.addEventListener("mouseover", look);
    passage.addEventListener("focusin", look);
    return () => {
      passage.removeEventListener("mouseover", look);
      passage.removeEventListener("focusin", look);
    };
  }, [spans]);
  return shown;
}

/** Why the words under the pointer were read so: a strip that stays at the foot of the window. */
export function Rule({ spans }: { spans: readonly Span[] }) {
  return (
    <div class="rule" role="status">
      {spans.length ? spans.slice(0, 4).map((span) => (
        <span class="one"><strong>{ROLE_NAMES[span.role]}</strong>: <Said text={valueOf(span)} most={80} />{span.rule ? <span class="faint"> — <Said text={span.rule} most={200} /></span> : null}</span>
      )) : <span class="faint">Point at lit words, or press n and p, to see why they were read so; Enter lists their values.</span>}
      {spans.length > 4 ? <span class="faint"> and {spans.length - 4} more</span> : null}
    </div>
  );
}
