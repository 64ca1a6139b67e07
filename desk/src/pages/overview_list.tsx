import { asked, to } from "../core/address";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { plural, PRECISIONS } from "../core/words";
import { Refusal, Waiting } from "../ui/refusal";
import { here, pick } from "./overview_place";
import { filters } from "./overview_query";

const SHOWN = 50;

/** The events that the map has in view, or those of the place picked on it, in the order of days: the map for the keyboard. */
export function EventsHere() {
  const page = useAsked<Told<"EventPage">>(() => ["/events", { ...filters(), ...here(), limit: SHOWN }]);
  const told = page.value;
  const spot = asked("spot");
  return (
    <section class="here" aria-labelledby="here-heading" aria-busy={page.waiting}>
      <header class="line">
        <h2 id="here-heading">{spot ? <bdi>{asked("spot_name") || "This place"}</bdi> : "In view"} {told ? <span class="faint">{plural(told.total, "event")}</span> : null}</h2>
        {spot ? <button type="button" onClick={() => pick(undefined)}>All in view</button> : null}
        {spot && !spot.includes(",") ? <a href={to("places", spot)}>About this place</a> : null}
      </header>
      <Refusal error={page.error} />
      <Waiting on={!told && page.waiting} />
      {told && !told.total ? <p class="faint">No event here under these filters.</p> : null}
      <ol class="event-list">
        {told?.items.map((event) => <li key={event.id}><EventLine event={event} /></li>)}
      </ol>
      {told && told.total > told.items.length ? <p class="faint">The first {told.items.length} of {told.total.toLocaleString("en")}. Draw nearer or filter for fewer; the table has all.</p> : null}
    </section>
  );
}

/** One event as a link: what, where and how exactly, when, the toll as it is told. */
export function EventLine({ event }: { event: Told<"EventSummary"> }) {
  return (
    <a class="event-line" href={to("events", event.id)}>
      <b>{event.kind}</b> <span class="when">{event.when}</span>
      <span><bdi>{placed(event)}</bdi></span>
      <span class="faint">
        {event.killed ? <>killed: {event.killed.words}{event.disputed ? " (disputed)" : ""}</> : "no toll told"} · {plural(event.voices, "voice")}
      </span>
    </a>
  );
}

/** A place with how exactly it is known, where that is no town or village. */
export function placed(event: Told<"EventSummary">): string {
  if (!event.place) return "place unknown";
  const precision = event.precision ?? "unresolved";
  if (precision === "exact") return event.place;
  if (precision === "near") return `near ${event.place}`;
  return `${event.place} (${PRECISIONS[precision] === "not known" ? "not found" : `known to ${PRECISIONS[precision]}`})`;
}
