// Tolls as they were told, by day: one row a figure, drawn on one scale. The table is its own alternative in words.
import "./tolls.css";
import { atWords, isShown, Value } from "./evidence";
import { WordsOfEntry } from "./ledger";
import { dayTold, groupTold, isBounds, isGone, isVague, sideTold, speakerTold, valueTold, type Entry } from "./ledger-words";
import { Quote, Said } from "./quote";
import { barOf, scaleOf, ticksOf, topOf, type Scale } from "./tolls-scale";

const WIDE = 320;
const HIGH = 22;
const EDGE = 8;

/** A chart for each kind of count, the killed and the injured first. */
export function Tolls({ entries }: { entries: readonly Entry[] }) {
  const kinds = new Map<string, Entry[]>();
  for (const entry of entries) {
    const kind = entry.field.split(".")[1];
    if (!entry.field.startsWith("counts.") || !kind || !isBounds(entry.value)) continue;
    kinds.set(kind, [...(kinds.get(kind) ?? []), entry]);
  }
  if (!kinds.size) return <p class="faint">No article gives a figure or a word for how many.</p>;
  const order = ["killed", "injured"];
  const sorted = [...kinds].sort(([one], [other]) => (order.indexOf(one) + 9) % 9 - ((order.indexOf(other) + 9) % 9) || one.localeCompare(other));
  return <>{sorted.map(([kind, told]) => <Chart kind={kind} entries={told} />)}</>;
}

function Chart({ kind, entries }: { kind: string; entries: readonly Entry[] }) {
  const scale = scaleOf(topOf(entries));
  const rows = [...entries].sort((one, other) => (one.asserted_on ?? "9999").localeCompare(other.asserted_on ?? "9999") || one.field.localeCompare(other.field));
  return (
    <div class="sideways" tabIndex={0} role="region" aria-label={`Toll by day: ${kind}`}>
      <table class="tolls">
        <caption>{kind}, by the day on which it was told</caption>
        <thead>
          <tr><th scope="col">Told on</th><th scope="col">Who says so</th><th scope="col">Of whom</th><th scope="col">Figure</th><th scope="col" class="drawn"><span class="sr">drawn</span><Axis scale={scale} /></th></tr>
        </thead>
        <tbody>{together(rows).map(([entry, ...same]) => <Row entry={entry} times={same.length + 1} scale={scale} />)}</tbody>
      </table>
    </div>
  );
}

/** Claims that say the same of the same day by the same speaker, as one row. */
function together(rows: readonly Entry[]): readonly (readonly [Entry, ...Entry[]])[] {
  const found = new Map<string, [Entry, ...Entry[]]>();
  for (const entry of rows) {
    const key = JSON.stringify([entry.asserted_on, entry.speaker?.toLowerCase(), entry.field, entry.value, isVague(entry) ? entry.words : "", isGone(entry)]);
    const same = found.get(key);
    if (same) same.push(entry);
    else found.set(key, [entry]);
  }
  return [...found.values()];
}

function Row({ entry, times, scale }: { entry: Entry; times: number; scale: Scale }) {
  const name = `toll:${entry.claim}`;
  const [, , group = "unknown", ...marks] = entry.field.split(".");
  const denied = marks.includes("denied");
  const notes = [marks.includes("subset") && "a part of them", marks.includes("joint") && "with other events", denied && "denied", isGone(entry) && "gave way since", times > 1 && `told ${times} times`].filter(Boolean).join(", ");
  const said = isVague(entry) ? <Quote text={entry.words} most={60} /> : valueTold(entry);
  return (
    <>
      <tr class={`${isGone(entry) ? "gone" : ""} ${entry.interest ?? ""}`}>
        <td class="day">{dayTold(entry.asserted_on)}</td>
        <td>{entry.speaker ? <Said text={entry.speaker} most={60} /> : speakerTold(entry)}{entry.speaker ? <span class="note"> {sideTold(entry)}</span> : null}</td>
        <td>{groupTold(group)}</td>
        <td>
          <Value name={name} to={atWords(entry.article, entry.evidence, entry.account)}>{isGone(entry) ? <s>{said}</s> : said}</Value>
          {isVague(entry) ? <span class="note"> {valueTold(entry)}</span> : null}
          {notes ? <span class="note"> {notes}</span> : null}
        </td>
        <td class="drawn"><Drawn entry={entry} scale={scale} denied={denied} /></td>
      </tr>
      {isShown(name) ? <tr class="opened"><td colSpan={5}><WordsOfEntry entry={entry} /></td></tr> : null}
    </>
  );
}

const at = (figure: number, { last }: Scale): number => EDGE + ((WIDE - 2 * EDGE) * Math.min(figure, last)) / last;

const SIGN = 7; // px of a sign, about

/** The ticks that are named: every other one where the figures would run into each other. */
function namedOf(scale: Scale): readonly number[] {
  const ticks = ticksOf(scale);
  const between = (WIDE - 2 * EDGE) / (ticks.length - 1);
  const isTight = 1.5 * SIGN * scale.last.toLocaleString("en").length > between; // the last one ends at its tick
  return isTight ? ticks.filter((_, index) => index % 2 === 0) : ticks;
}

function Axis({ scale }: { scale: Scale }) {
  return (
    <svg class="axis" viewBox={`0 0 ${WIDE} ${HIGH}`} width={WIDE} height={HIGH} aria-hidden="true">
      {namedOf(scale).map((tick) => (
        <text x={at(tick, scale)} y={HIGH - 6} text-anchor={tick === 0 ? "start" : tick === scale.last ? "end" : "middle"}>{tick.toLocaleString("en")}</text>
      ))}
    </svg>
  );
}

/** Low to high as a bar with a mark at the best; hollow where it gave way, crossed where it is denied, a thin tip where more is possible. */
function Drawn({ entry, scale, denied }: { entry: Entry; scale: Scale; denied: boolean }) {
  const bar = barOf(entry, scale.last);
  const middle = HIGH / 2;
  return (
    <svg viewBox={`0 0 ${WIDE} ${HIGH}`} width={WIDE} height={HIGH} aria-hidden="true">
      {ticksOf(scale).map((tick) => <line class="grid" x1={at(tick, scale)} x2={at(tick, scale)} y1="0" y2={HIGH} />)}
      {bar ? (
        <>
          {bar.openEnd || bar.openStart ? <line class="open" x1={at(bar.from, scale)} x2={at(bar.to, scale)} y1={middle} y2={middle} /> : null}
          {!bar.openEnd && !bar.openStart && bar.to > bar.from ? <rect class="bar" x={at(bar.from, scale)} width={at(bar.to, scale) - at(bar.from, scale)} y={middle - 4} height="8" rx="2" /> : null}
          {bar.at === null ? null : <Mark x={at(bar.at, scale)} y={middle} party={entry.interest === "party"} />}
          {denied && bar.at !== null ? <path class="denied" d={`M${at(bar.at, scale) - 8} ${middle - 8}l16 16m0 -16l-16 16`} /> : null}
        </>
      ) : null}
    </svg>
  );
}

/** A party is a square, everybody else a disc. */
function Mark({ x, y, party }: { x: number; y: number; party: boolean }) {
  return party ? <rect class="dot" x={x - 5} y={y - 5} width="10" height="10" /> : <circle class="dot" cx={x} cy={y} r="5.5" />;
}
