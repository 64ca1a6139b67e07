import type { Told } from "../core/api";
import { percent, plural } from "../core/words";
import { letters, partyNumber } from "../core/parties";

/** How exactly a place is known, as the map draws it. */
export function EventsLegend() {
  return (
    <ul class="legend" aria-label="How places are drawn">
      <li><i class="sign dot" /> town or village</li>
      <li><i class="sign ring" /> near it (≈): a circle as wide as the doubt</li>
      <li><i class="sign area" /> known to a district or province</li>
      <li><i class="sign many" /> several places: nearer shows them apart</li>
    </ul>
  );
}

/** Who holds how many places, with the signs of the map. */
export function ControlLegend({ told }: { told: Told<"ControlDay"> }) {
  const count = (state: string) => told.places.filter((place) => place.state === state).length;
  const keys = told.parties.map((party) => party.id);
  return (
    <ul class="legend" aria-label="Who holds how many places">
      {told.parties.map((party) => (
        <li key={party.id}>
          <i class={`sign party party-${partyNumber(party.id, keys)}`}>{letters(party.name)}</i> <bdi>{party.name}</bdi> <b>{party.count.toLocaleString("en")}</b>
        </li>
      ))}
      <li><i class="sign contested">×</i> contested <b>{count("contested").toLocaleString("en")}</b> ({percent(told.contested_share)} of places whose state is known)</li>
      <li><i class="sign none">–</i> nobody armed <b>{count("none").toLocaleString("en")}</b></li>
      <li><i class="sign unknown">?</i> unknown <b>{count("unknown").toLocaleString("en")}</b></li>
      <li class="sr">{plural(told.places.length, "place")} in all</li>
    </ul>
  );
}
