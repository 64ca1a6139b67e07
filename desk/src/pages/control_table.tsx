import { to } from "../core/address";
import type { Told } from "../core/api";
import { letters, partyNumber } from "../core/parties";
import { percent, plural, PRECISIONS, state } from "../core/words";
import { Table, type Column } from "../ui/table";

type Day = Told<"ControlDay">;
type Held = Told<"HeldPlace">;
interface Props {
  readonly told: Day;
  readonly title: string;
  readonly other: Day | undefined;
  readonly chosen: string;
  readonly choose: (place: string) => void;
}
const MOST = 500; // places in the table; the rest is found by its name

/** Every place with its state: the map for the keyboard; with a second column where two knowings are compared. */
export function ControlTable({ told, title, other, chosen, choose }: Props) {
  const others = new Map(other?.places.map((place) => [place.id, place]));
  const missing = other?.places.filter((place) => !told.places.some((each) => each.id === place.id)) ?? [];
  const rows = inOrder([...told.places, ...missing.map((place): Held => ({ ...place, state: "unknown", holder: null, probability: 0, stale_days: null }))]);
  const columns: Column<Held>[] = [
    {
      name: "Place", heads: true,
      cell: (place) => (
        <>
          <button type="button" class="plain" aria-pressed={place.id === chosen} onClick={() => choose(place.id === chosen ? "" : place.id)}><bdi>{place.name}</bdi></button>
          {place.precision !== "exact" && place.precision !== "near" ? <span class="faint"> {PRECISIONS[place.precision] ?? ""}</span> : null}
        </>
      ),
    },
    { name: title, cell: (place) => <Sign place={place} day={told} /> },
    { name: "Sure, over the spell", number: true, cell: (place) => (place.probability ? percent(place.probability) : "—") },
    { name: "Last word", cell: (place) => (place.stale_days === null ? "none until then" : place.stale_days <= 0 ? "of that day" : `${plural(place.stale_days, "day")} before`) },
  ];
  if (other) {
    columns.push({
      name: "As known today",
      cell: (place) => {
        const found = others.get(place.id);
        if (!found) return <span class="faint">—</span>;
        const isOther = found.state !== place.state || found.holder !== place.holder;
        return <><Sign place={found} day={other} />{isOther ? <span class="tag doubt">otherwise</span> : null}</>;
      },
    });
  }
  columns.push({ name: "More", cell: (place) => <a href={to("places", place.id)}>its history<span class="sr"> of {place.name}</span></a> });
  return (
    <section aria-labelledby="places-heading">
      <h2 id="places-heading">Places <span class="faint">{plural(rows.length, "place")}</span></h2>
      <Table caption="Places with who holds them" columns={columns} rows={rows.slice(0, MOST)} keyOf={(place) => place.id} />
      {rows.length > MOST ? <p class="faint">The first {MOST} places.</p> : null}
    </section>
  );
}

/** Places whose state is known first, each kind in the order of names. */
const inOrder = (places: Held[]): Held[] =>
  places.sort((a, b) => Number(a.state === "unknown") - Number(b.state === "unknown") || a.name.localeCompare(b.name));

/** A state with its sign, as the legend has it. */
export function Sign({ place, day }: { place: { state: string; holder: string | null }; day: { parties: readonly Told<"Named">[] } }) {
  const party = day.parties.find((each) => each.id === place.holder || each.name === place.holder);
  const name = party?.name ?? place.holder ?? "";
  const sort = place.state === "held" ? `party party-${partyNumber(party?.id ?? name, day.parties.map((each) => each.id))}` : place.state;
  const inside = { held: letters(name), contested: "×", none: "–", unknown: "?" }[place.state] ?? "?";
  return <><i class={`sign ${sort}`} aria-hidden="true">{inside}</i> <bdi>{state(place, name)}</bdi></>;
}
