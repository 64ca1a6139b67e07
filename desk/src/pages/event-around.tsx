// What stands around an event: who held the place on that day, and the events it is told together with.
import { useAsked } from "../core/asked";
import type { Told } from "../core/api";
import { percent, shareOf } from "../core/words";
import { dayTold } from "../ui/ledger-words";
import { Said } from "../ui/quote";
import { dated } from "./event-head";
import type { Event } from "./event-model";

type Summary = Told<"EventSummary">;

/** Who held the place on the event's day, as the evidence has it now and as it was known then. */
export function Around({ summary }: { summary: Summary }) {
  const on = summary.start ?? summary.end;
  const asking = on && summary.place_id && summary.precision !== "country";
  const now = useAsked<Told<"Answer">>(() => (asking ? ["/control", { place: summary.place_id, on }] : null));
  const then = useAsked<Told<"Answer">>(() => (asking ? ["/control", { place: summary.place_id, on, as_known: on }] : null));
  if (!on || !summary.place_id) return <p>Who held the place: not asked, since {on ? "the place" : "the day"} is unknown.</p>;
  if (now.error) return <p>Who held <Said text={summary.place ?? "the place"} /> on {dayTold(on)}: unknown. <span class="faint"><Said text={now.error} /></span></p>;
  if (!now.value) return <p class="faint">{now.waiting ? "Who held the place is being worked out." : ""}</p>;
  return <Held answer={now.value} then={then.value} on={on} />;
}

const STATES: Record<string, string> = { held: "held", contested: "contested", none: "held by nobody armed", unknown: "unknown" };

const stateTold = ({ state, holder }: Told<"Answer">) => <>{STATES[state] ?? state}{holder ? <> by <Said text={holder} /></> : null}</>;

function Held({ answer, then, on }: { answer: Told<"Answer">; then: Told<"Answer"> | undefined; on: string }) {
  const shares = Object.entries(answer.shares).sort(([, one], [, other]) => other - one).filter(([, share]) => share >= 0.01);
  return (
    <>
      <h3>Who held <Said text={answer.place} /> on {dayTold(on)}</h3>
      <p>
        <strong>{stateTold(answer)}</strong>
        {answer.evidence.length ? <> ({shares.map(([name, share], at) => <>{at ? "; " : ""}<Said text={shareOf(name)} /> {percent(share)}</>)})</> : null}, from all that is known today
      </p>
      {then ? <p>As it was known on that day: {stateTold(then)}.</p> : null}
      <p><Said text={answer.why} most={1500} /></p>
      <p><a href={`/places/${encodeURIComponent(answer.place_id)}?on=${on}`}>The place over time, with its evidence</a></p>
    </>
  );
}

/** Events that are told with this one and are not it. */
export function Episode({ events, links }: { events: readonly Summary[]; links: Event["links"] }) {
  if (!events.length) return <p class="faint">No other event is told as part of one episode with this one.</p>;
  const relations = new Map(links.map((each) => [each.event, each.relation]));
  return (
    <>
      <h3>Told with it</h3>
      <ul>
        {events.map((each) => (
          <li>
            <a href={`/events/${encodeURIComponent(each.id)}`}>{each.kind}, <Said text={each.place ?? "place unknown"} />, {dated(each)}</a>
            {each.killed ? <> · killed: {each.killed.words}</> : null} <span class="note">{relations.get(each.id)?.replaceAll("_", " ")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
