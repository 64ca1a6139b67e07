import { useComputed } from "@preact/signals";
import { ask, asked } from "../core/address";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { isDay, said, toNumber } from "../core/days";
import { percent, plural, PRECISIONS, state } from "../core/words";
import { DaySlider } from "../ui/day_slider";
import { Refusal, Waiting } from "../ui/refusal";
import { ControlAnswer, Piece } from "./control_answer";
import { EventLine } from "./overview_list";
import { Bands } from "./place_bands";
import "./control.css";
import "./place.css";

type Series = Told<"ControlSeries">;
type Spell = Told<"Spell">;
const EVENTS = 20;

/** One place: who held it from when to when, on which words, and what happened there. */
export default function Place({ rest: id }: { rest: string }) {
  const series = useAsked<Series>(() => ["/control/series", { place: id }]);
  const events = useAsked<Told<"EventPage">>(() => ["/events", { place: id, limit: EVENTS }]);
  const told = series.value;
  const on = useComputed(() => (isDay(asked("on")) ? asked("on") : (series.value?.evidence?.at(-1)?.day ?? "")));
  const name = told?.name ?? events.value?.items.find((event) => event.place_id === id)?.place ?? id;
  return (
    <main class="column place-page">
      <h1><bdi>{name}</bdi></h1>
      <p class="faint">{told?.place ? where(told.place) : null}</p>
      <h2>Who held it</h2>
      <Waiting on={!told && series.waiting} />
      {told?.spells.length ? (
        <History told={told} on={on.value} />
      ) : series.waiting ? null : <p>{series.error || "No report of this record tells who held this place."}</p>}
      {told?.spells.length && on.value ? (
        <div class="both-answers">
          <ControlAnswer place={() => id} on={() => on.value} known={() => on.value} title={`on ${said(on.value)}, as known then`} />
          <ControlAnswer place={() => id} on={() => on.value} known={() => ""} title={`on ${said(on.value)}, as known today`} />
        </div>
      ) : null}
      {told?.evidence?.length ? (
        <section aria-labelledby="evidence">
          <h2 id="evidence">All that is told of it <span class="faint">{plural(told.evidence.length, "piece")} of evidence</span></h2>
          <ol class="evidence">{told.evidence.map((each) => <Piece key={each.id} piece={{ ...each, named: each.named.map((party) => party.name), against: each.against.map((party) => party.name), around: each.place.key === told.id ? null : each.place.name }} />)}</ol>
        </section>
      ) : null}
      <section aria-labelledby="events">
        <h2 id="events">What happened here {events.value ? <span class="faint">{plural(events.value.total, "event")}</span> : null}</h2>
        <Refusal error={events.error} />
        {events.value && !events.value.total ? <p class="faint">No event of this record is known to this place.</p> : null}
        <ol class="event-list">{events.value?.items.map((event) => <li key={event.id}><EventLine event={event} /></li>)}</ol>
        {events.value && events.value.total > EVENTS ? <p><a href={`/?place=${encodeURIComponent(id)}&view=table`}>All {events.value.total.toLocaleString("en")} in the overview</a></p> : null}
      </section>
    </main>
  );
}

function where(place: Told<"ControlPlace">): string {
  const parts = [place.admin2, place.admin1, place.country].filter(Boolean).join(", ");
  return `${PRECISIONS[place.precision] ?? "place"}${parts ? ` in ${parts}` : ""}`;
}

function History({ told, on }: { told: Series; on: string }) {
  const [first, last] = [told.spells[0]?.start ?? on, told.spells.at(-1)?.end ?? on];
  return (
    <>
      <p>
        The first band is the best history from all that is known today (smoothed); the second what could be known on each day (filtered). Marks under
        them are days of evidence.
      </p>
      <Bands told={told} first={first} last={last} on={on} />
      <div class="choice day">
        <label>Day <input type="date" value={on} min={first} max={last} onChange={(event) => isDay(event.currentTarget.value) && ask({ on: event.currentTarget.value })} /></label>
        <DaySlider label="Day asked about" first={first} last={last} value={on} change={(day) => ask({ on: day })} />
      </div>
      <details class="as-table">
        <summary>The spells as a table</summary>
        <Spells caption="From all that is known today" spells={told.spells} parties={told.parties} />
        {told.filtered?.length ? <Spells caption="As known on each day" spells={told.filtered} parties={told.parties} /> : null}
      </details>
      <p><a href={`/?mode=control&on=${on}&at=${encodeURIComponent(told.id)}`}>On the map of that day</a></p>
    </>
  );
}

function Spells({ caption, spells, parties }: { caption: string; spells: readonly Spell[]; parties: Series["parties"] }) {
  return (
    <table>
      <caption>{caption}</caption>
      <thead><tr><th scope="col">From</th><th scope="col">Until</th><th scope="col">Days</th><th scope="col">State</th><th scope="col">Sure</th></tr></thead>
      <tbody>
        {spells.map((spell) => (
          <tr key={spell.start}>
            <th scope="row">{spell.start}</th><td>{spell.end}</td><td class="number">{toNumber(spell.end) - toNumber(spell.start) + 1}</td>
            <td><bdi>{state(spell, parties.find((party) => party.id === spell.holder)?.name ?? spell.holder)}</bdi></td>
            <td class="number">{spell.state === "unknown" ? "—" : percent(spell.probability)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
