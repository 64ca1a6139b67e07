// The ledger of an event: every claim, who makes it, on which day, in which words; what gave way stays readable.
import "./ledger.css";
import { useState } from "preact/hooks";
import { atWords, isShown, Value, Words } from "./evidence";
import { dayTold, fieldTold, inOrder, isBounds, isGone, sideTold, speakerTold, valueTold, type Entry } from "./ledger-words";
import { Quote, Said } from "./quote";
import type { Role } from "./passage-segments";

const FIELD_ROLES: Record<string, Role> = { type: "trigger", date: "date", place: "place", actors: "actor", recipients: "recipient", counts: "count" };

/** The role that the words for a field have. */
export const roleOf = (field: string): Role => FIELD_ROLES[field.split(".")[0] ?? ""] ?? "trigger";

const MOST = 80; // rows at first; an event of a hundred articles has a thousand

/** The table. `outlet`: who published an article, by its id. */
export function Ledger({ entries, disputed, outlet }: { entries: readonly Entry[]; disputed: readonly string[]; outlet: (article: string) => string }) {
  const rows = inOrder(entries);
  const [all, setAll] = useState(rows.length <= MOST + 20);
  const numbers = new Map(rows.map((entry, at) => [entry.claim, at + 1]));
  return (
    <div class="sideways" tabIndex={0} role="region" aria-label="The ledger as a table">
      <table class="ledger">
        <caption class="sr">Every claim of the event, in the order of the codebook. Press a value to see its words.</caption>
        <thead>
          <tr><th scope="col">No.</th><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Words</th><th scope="col">Who says so</th><th scope="col">Side</th><th scope="col">Told on</th><th scope="col">By</th></tr>
        </thead>
        <tbody>
          {(all ? rows : rows.slice(0, MOST)).map((entry, at) => (
            <Row entry={entry} number={at + 1} by={numbers.get(entry.superseded_by ?? "")} disputed={disputed.includes(entry.field)} outlet={outlet(entry.article)} />
          ))}
        </tbody>
      </table>
      {all ? null : <p><button type="button" onClick={() => setAll(true)}>All {rows.length.toLocaleString("en")} claims</button></p>}
    </div>
  );
}

interface Line {
  readonly entry: Entry;
  readonly number: number;
  readonly by: number | undefined;
  readonly disputed: boolean;
  readonly outlet: string;
}

function Row({ entry, number, by, disputed, outlet }: Line) {
  const name = `ledger:${entry.claim}`;
  const gone = isGone(entry);
  const value = isBounds(entry.value) ? valueTold(entry) : <Said text={valueTold(entry)} most={120} />;
  return (
    <>
      <tr id={`row-${number}`} class={gone ? "gone" : ""}>
        <td>{number}</td>
        <th scope="row">{fieldTold(entry.field)}</th>
        <td>
          <Value name={name} to={atWords(entry.article, entry.evidence, entry.account)}>{gone ? <s>{value}</s> : value}</Value>
          {gone ? <span class="note"> gave way{by ? <> to <a href={`#row-${by}`}>no. {by}</a></> : null}</span> : null}
          {disputed && !gone ? <span class="note disputed"> disputed</span> : null}
        </td>
        <td><Quote text={entry.words} most={90} /></td>
        <td>{entry.speaker ? <Said text={entry.speaker} most={80} /> : <span class="faint">{speakerTold(entry)}</span>}</td>
        <td>{entry.speaker ? sideTold(entry) : ""}</td>
        <td class="day">{dayTold(entry.asserted_on)}</td>
        <td><Said text={outlet} most={60} /></td>
      </tr>
      {isShown(name) ? (
        <tr class="opened"><td /><td colSpan={7}><WordsOfEntry entry={entry} /></td></tr>
      ) : null}
    </>
  );
}

/** The words of one claim, in place. */
export function WordsOfEntry({ entry }: { entry: Entry }) {
  if (!entry.evidence.length) {
    return <p class="words">{entry.speaker ? <>On review, by <Said text={entry.speaker} />: </> : null}<Quote text={entry.words} /></p>;
  }
  return <Words article={entry.article} evidence={entry.evidence} account={entry.account} role={roleOf(entry.field)} speaker={entry.speaker} side={entry.speaker ? sideTold(entry) : ""} />;
}
