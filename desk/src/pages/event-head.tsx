// The head of an event: what, where, when, whether it happened; the sentence with its footnotes; the rule for its figures.
import { useState } from "preact/hooks";
import { ask, asked } from "../core/address";
import { useAsked } from "../core/asked";
import type { Told } from "../core/api";
import { daysTold, dayTold } from "../ui/ledger-words";
import { Quote, Said } from "../ui/quote";
import { isShown, Value } from "../ui/evidence";
import { footnoted, noticeTold, standingTold, type EventTold } from "./event-model";

export const RULES: readonly (readonly [string, string, string])[] = [
  ["lowest", "lowest", "the lowest current figure of whoever is no party to the fighting"],
  ["low-best-high", "low–best–high", "from the lowest current figure of whoever is no party to the highest of all"],
  ["min-max", "min–max", "from the lowest to the highest current figure of whoever is no party"],
];

export function Head({ told }: { told: EventTold }) {
  const { summary, event } = told;
  const standing = standingTold(event.standing);
  const name = event.type.replaceAll("_", " ");
  const articles = new Set(event.accounts.map((each) => each.article)).size;
  return (
    <header class="head">
      <h1>
        {standing ? <span class="standing">{standing[0]!.toUpperCase() + standing.slice(1)}: </span> : null}
        {standing ? name : name[0]!.toUpperCase() + name.slice(1)}, {summary.place ? <Said text={summary.place} most={120} /> : "place unknown"}, {dated(summary)}
      </h1>
      {standing ? <p class="notice" role="note">{noticeTold(standing)}</p> : null}
      <p class="tags">
        <span class={`tag state-${told.state.replaceAll(" ", "-")}`}>{told.state}{told.state === "suggested" ? ": no person has looked at it" : ""}</span>
        <span class="tag">{counted(articles, "article")} → {counted(event.voices, "independent voice")} → 1 event</span>
        {event.disputed.length ? <span class="tag doubt">disputed</span> : null}
      </p>
      <Sentence told={told} />
    </header>
  );
}

/** The days of an event in words. */
export const dated = ({ start, end }: { start: string | null; end: string | null }): string =>
  start || end ? daysTold(`${start ?? ".."}/${end ?? ".."}`) : "day unknown";

export const counted = (number: number, noun: string): string => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

type Line = { readonly text: string; readonly notes: readonly Told<"Note">[] };

/** The line to quote under the rule asked for, with footnotes that open the words. */
function Sentence({ told }: { told: EventTold }) {
  const rule = asked("rule") || "low-best-high";
  const other = useAsked<Told<"SentenceTold">>(() => {
    const wanted = asked("rule") || "low-best-high";
    return wanted === "low-best-high" ? null : [`/events/${encodeURIComponent(told.event.id)}/sentence`, { rule: wanted }];
  });
  const line: Line = other.value ?? { text: told.sentence, notes: told.notes };
  return (
    <div class="sentence">
      <p class="said" aria-live="polite">
        {footnoted(line.text, line.notes).map((part) => (typeof part === "string" ? <Said text={part} most={4000} /> : <Numbers numbers={part} notes={line.notes} />))}
      </p>
      {line.notes.map((note, at) => (isShown(`note:${at}`) ? <Footnote note={note} number={at + 1} /> : null))}
      <fieldset class="rules">
        <legend>Figures by the rule</legend>
        {RULES.map(([id, label, said]) => (
          <label title={said}>
            <input type="radio" name="rule" checked={rule === id} onChange={() => ask({ rule: id === "low-best-high" ? "" : id })} /> {label}
          </label>
        ))}
        <span class="faint"> {RULES.find(([id]) => id === rule)?.[2]}</span>
      </fieldset>
    </div>
  );
}

const MOST_NUMBERS = 4; // footnotes behind one name before the rest wait behind a button

/** The numbers behind one name; each opens its words. */
function Numbers({ numbers, notes }: { numbers: readonly number[]; notes: readonly Told<"Note">[] }) {
  const [all, setAll] = useState(numbers.length <= MOST_NUMBERS + 1);
  const shown = all ? numbers : numbers.slice(0, MOST_NUMBERS);
  return (
    <sup>
      {shown.map((at) => <Value name={`note:${at}`} to={noteTo(notes[at]!)} label={`Footnote ${at + 1}`}>[{at + 1}]</Value>)}
      {all ? null : <button type="button" class="more" onClick={() => setAll(true)} aria-label={`${numbers.length - shown.length} more footnotes`}>+{numbers.length - shown.length}</button>}
    </sup>
  );
}

function noteTo(note: Told<"Note">): string {
  return note.article ? `/articles/${encodeURIComponent(note.article)}?find=${encodeURIComponent(note.quote.slice(0, 200))}` : location.pathname;
}

function Footnote({ note, number }: { note: Told<"Note">; number: number }) {
  return (
    <figure class="words">
      <blockquote dir="auto"><Quote text={note.quote} most={400} /></blockquote>
      <figcaption>
        [{number}] {note.says ? <><Said text={note.says} /> · </> : null}
        <Said text={note.title ?? note.file} />, <Said text={note.outlet ?? "outlet unknown"} />, {dayTold(note.published)}
        {note.article ? <> · <a href={noteTo(note)}>open the article at these words</a></> : null}
      </figcaption>
    </figure>
  );
}
