import { useSignal } from "@preact/signals";
import { ask, asked, to } from "../core/address";
import { type Told } from "../core/api";
import { useAsked } from "../core/asked";
import { plural } from "../core/words";
import { meta } from "../ui/frame";
import { Refusal, Waiting } from "../ui/refusal";
import { Table, type Column } from "../ui/table";
import { Exports } from "../ui/exports";
import { placed } from "./overview_list";
import { filters } from "./overview_query";

type Row = Told<"EventSummary">;
const PAGE = 50;

const COLUMNS: readonly Column<Row>[] = [
  { name: "Day", order: "time", way: "ascending", cell: (event) => event.when },
  { name: "Event", heads: true, cell: (event) => <a href={to("events", event.id)}>{event.kind}</a> },
  { name: "Who", cell: (event) => <Parties told={event.actors} /> },
  { name: "Whom", cell: (event) => <Parties told={event.recipients} /> },
  { name: "Where", cell: (event) => <bdi>{placed(event)}</bdi> },
  { name: "Killed", order: "killed", way: "descending", cell: (event) => <>{event.killed ? event.killed.words : <span class="faint">no toll told</span>}{event.disputed ? <span class="tag doubt">disputed</span> : null}</> },
  { name: "Injured", cell: (event) => event.injured?.words ?? <span class="faint">not told</span> },
  { name: "Voices", order: "voices", way: "descending", number: true, cell: (event) => event.voices },
  { name: "Articles", number: true, cell: (event) => event.articles },
  { name: "Review", cell: (event) => <span class={`tag state-${event.state.replaceAll(" ", "-")}`}>{event.state}</span> },
];

/** All events under the filters, a page at a time. */
export function EventTable() {
  const page = useAsked<Told<"EventPage">>(() => ["/events", { ...filters(), order: asked("order"), cursor: asked("cursor"), limit: PAGE }]);
  const before = useSignal<readonly string[]>([]);
  const told = page.value;
  const cursor = asked("cursor");
  const isFirst = !cursor;
  // Those before this one; the browser's own "back" may have gone some of the way.
  const at = before.value.indexOf(cursor);
  const past = isFirst ? [] : at >= 0 ? before.value.slice(0, at) : before.value;
  const next = (to: string) => {
    before.value = [...past, cursor];
    ask({ cursor: to }, true);
  };
  const previous = () => ask({ cursor: past.at(-1) ?? "" }, true);
  return (
    <section class="table" aria-labelledby="table-heading" aria-busy={page.waiting}>
      <h2 id="table-heading">All of them <span class="faint" role="status">{told ? plural(told.total, "event") : ""}</span></h2>
      <Exports of="These events" asked={{ ...filters(), standing: asked("standing") || "news" }} />
      <Refusal error={page.error} />
      <Waiting on={!told && page.waiting} />
      {told ? (
        told.total ? (
          <Table caption="Events under these filters" columns={COLUMNS} rows={told.items} keyOf={(event) => event.id} order={asked("order") || "time"} sort={(order) => ask({ order, cursor: "" }, true)} />
        ) : <Nothing />
      ) : null}
      {told && (told.next || !isFirst) ? (
        <nav class="line" aria-label="Pages of the table">
          <button type="button" disabled={isFirst} onClick={previous}>{past.length ? "Page before" : "First page"}</button>
          <button type="button" disabled={!told.next} onClick={() => next(told.next ?? "")}>Next page</button>
        </nav>
      ) : null}
    </section>
  );
}

function Parties({ told }: { told: Row["actors"] }) {
  if (!told.length) return <span class="faint">unknown</span>;
  return <>{told.map((party, index) => <span key={party.id + party.name}>{index ? ", " : ""}<bdi>{party.name}</bdi></span>)}</>;
}

function Nothing() {
  if (meta.value?.events === 0) return <p>This record holds no event yet. <code>tidings read</code> adds articles to it.</p>;
  return <p>No event under these filters. Take one off to see more.</p>;
}
