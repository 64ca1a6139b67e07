import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, asked, link } from "../core/address";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { later } from "../core/later";
import { said, toNumber } from "../core/days";
import { meta } from "../ui/frame";
import { Refusal } from "../ui/refusal";
import { Timeline, TimelineTable } from "../ui/timeline";
import { Filters, FiltersSet } from "./overview_filters";
import { EventsHere } from "./overview_list";
import { EventTable } from "./overview_table";
import { filter, filters, view, withoutDays } from "./overview_query";
import { MapSlot } from "./overview_map";
import "./overview.css";

const Control = later(() => import("./overview_control"));

export default function Overview() {
  return (
    <main class="overview">
      <nav class="tabs" aria-label="What the overview shows">
        <a href={link({ mode: "", on: "", known: "", at: "", compare: "" })} aria-current={isControl() ? undefined : "page"}>What happened</a>
        <a href={link({ mode: "control" })} aria-current={isControl() ? "page" : undefined}>Who held what</a>
      </nav>
      {isControl() ? <Control /> : <Events />}
    </main>
  );
}

const isControl = (): boolean => asked("mode") === "control";

function Events() {
  const facets = useAsked<Told<"Facets">>(() => ["/events/facets", filters()]);
  const span = useSignal<Span | undefined>(undefined);
  const by = useComputed(() => asked("by") || grain(span.value));
  const timeline = useAsked<Told<"Timeline">>(() => ["/events/timeline", { ...withoutDays(), by: by.value }]);
  useEffect(() => {
    const [first, last] = [timeline.value?.bins[0]?.start, timeline.value?.bins.at(-1)?.end];
    if (first && last && (first !== span.peek()?.first || last !== span.peek()?.last)) span.value = { first, last };
  }, [timeline.value]);
  const wide = useWide();
  return (
    <div class="events" data-view={view()}>
      <details class="side" open={wide.value}>
        <summary>Filters</summary>
        <Filters facets={facets.value} />
      </details>
      <div class="shown">
        <Heading span={span.value} />
        <FiltersSet facets={facets.value} />
        <Refusal error={facets.error || timeline.error} />
        <section aria-labelledby="over-time">
          <header class="line">
            <h2 id="over-time">Over time</h2>
            <label>
              by{" "}
              <select value={by.value} onChange={(event) => ask({ by: event.currentTarget.value })}>
                {["day", "week", "month", "year"].map((each) => <option key={each}>{each}</option>)}
              </select>
            </label>
            <Key />
          </header>
          {timeline.value ? (
            <>
              <Timeline told={timeline.value} from={asked("first")} until={asked("last")} choose={(first, last) => filter({ first, last }, false)} />
              <TimelineTable told={timeline.value} />
            </>
          ) : <div class="chart" />}
        </section>
        <nav class="tabs views" aria-label="Map, list or table">
          {(["map", "list", "table"] as const).map((each) => (
            <a key={each} href={link({ view: each === "map" ? "" : each })} aria-current={view() === each ? "true" : undefined}>
              {{ map: "Map", list: "In view", table: "Table" }[each]}
            </a>
          ))}
        </nav>
        <div class="where">
          <MapSlot />
          <EventsHere />
        </div>
        <EventTable />
      </div>
    </div>
  );
}

interface Span {
  readonly first: string;
  readonly last: string;
}

/** The grain that gives a timeline of at most some hundred bars; months, until the days of the events are known. */
function grain(span: Span | undefined): string {
  const days = span ? toNumber(span.last) - toNumber(span.first) : 200 * 30;
  return days <= 200 ? "day" : days <= 1500 ? "week" : days <= 9000 ? "month" : "year";
}

function Heading({ span }: { span: Span | undefined }) {
  const told = meta.value;
  const first = asked("first") || (span && told?.first && told.first > span.first ? told.first : span?.first);
  const last = asked("last") || (span && told?.last && told.last < span.last ? told.last : span?.last);
  return <h1>Events{first && last ? <span class="faint"> {first === last ? said(first) : `${said(first)} – ${said(last)}`}</span> : null}</h1>;
}

function Key() {
  return (
    <ul class="key-line" aria-hidden="true">
      <li><i class="swatch told" /> a toll is told</li>
      <li><i class="swatch untold" /> no toll told</li>
      <li><i class="swatch low" /> killed, lowest</li>
      <li><i class="swatch high" /> up to the highest</li>
    </ul>
  );
}

/** Whether there is room for the filters beside the rest; they can be opened all the same where there is not. */
function useWide() {
  const query = matchMedia("(min-width: 60rem)");
  const wide = useSignal(query.matches);
  useEffect(() => {
    const tell = () => (wide.value = query.matches);
    query.addEventListener("change", tell);
    return () => query.removeEventListener("change", tell);
  }, []);
  return wide;
}
