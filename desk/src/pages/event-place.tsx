// Where it happened: drawn small and no narrower than it is known, with the places the name may mean and the reasons for each.
import { fieldTold } from "../ui/ledger-words";
import { Said } from "../ui/quote";
import { Inset } from "./event-inset";
import type { EventTold } from "./event-model";
import type { Told } from "../core/api";

type Place = Told<"Place">;

const KNOWN: Record<Place["precision"], string> = {
  exact: "known to the place itself", near: "known only to be near it", admin2: "known to the district only", admin1: "known to the province or state only",
  region: "known to a wider area only", country: "known to the country only", unresolved: "not settled",
};
const degrees = (at: number, digits: number, [above, below]: readonly [string, string]): string => `${Math.abs(at).toFixed(digits)}° ${at < 0 ? below : above}`;
const DIGITS: Partial<Record<Place["precision"], number>> = { exact: 3, near: 2, admin2: 1, admin1: 1 };

export function EventPlace({ told }: { told: EventTold }) {
  const place = told.event.values.place;
  return (
    <section aria-labelledby="place">
      <h2 id="place" tabIndex={-1}>Where</h2>
      {place ? <Known place={place} told={told} /> : <p>{fieldTold("place")}: unknown. No report says where, or none could be found on the map.</p>}
    </section>
  );
}

const LEAST_LEAD = 0.2; // share of belief by which the first candidate must lead before its point is shown as the place

/** A place whose name is borne by others that are as likely: it is shown as not settled, whatever was taken for reading on. */
function settled(place: Place): Place {
  const [first, second] = place.candidates;
  if (!first || !second || first.score - second.score >= LEAST_LEAD) return place;
  return { ...place, id: null, lat: null, lon: null, radius_km: null, admin1: null, admin2: null, precision: "unresolved" };
}

function Known({ place: read, told }: { place: Place; told: EventTold }) {
  const place = settled(read);
  const isOpen = place !== read;
  const digits = DIGITS[place.precision];
  const rivals = place.candidates.length > 1 || place.precision === "unresolved" ? place.candidates.slice(0, 9) : [];
  const words = isOpen
    ? `No coordinates: ${place.candidates.length} places bear the name, and nothing in the reports decides between them.`
    : told.place_words;
  const parts = [place.name, place.admin2, place.admin1, place.country].filter((each, at, all): each is string => !!each && all.indexOf(each) === at);
  return (
    <div class="place">
      <Inset place={place} rivals={rivals} />
      <div>
        <p>
          {place.id ? <a href={`/places/${encodeURIComponent(place.id)}`}><Said text={parts.join(", ")} /></a> : <Said text={parts.join(", ")} />}: {KNOWN[place.precision]}
          {place.radius_km && place.precision !== "country" && place.precision !== "unresolved" ? `, within about ${Math.round(place.radius_km).toLocaleString("en")} km` : ""}.
        </p>
        {words ? <p class="generic"><Said text={words} most={600} /></p> : null}
        {place.lat !== null && place.lon !== null && digits !== undefined ? (
          <p class="faint">{degrees(place.lat, digits, ["N", "S"])}, {degrees(place.lon, digits, ["E", "W"])} (WGS84, no more digits than are known)</p>
        ) : null}
        {rivals.length ? <Candidates rivals={rivals} told={told} settled={place.precision !== "unresolved"} /> : null}
      </div>
    </div>
  );
}

/** The places that the name may mean, best first, numbered as on the map and as the keys of the review. */
function Candidates({ rivals, told, settled }: { rivals: readonly Told<"Candidate">[]; told: EventTold; settled: boolean }) {
  return (
    <>
      <h3 id="candidates">{settled ? "The name may also mean" : "The name may mean"}</h3>
      <ol class="candidates" aria-labelledby="candidates">
        {rivals.map((each) => (
          <li>
            <Said text={[each.name, each.admin1, each.country].filter(Boolean).join(", ")} most={160} /> <span class="note">score {each.score.toFixed(2)}</span>
            <span class="reasons"><Said text={each.reasons.join("; ") || "no reason given"} most={400} /></span>
          </li>
        ))}
      </ol>
      <p><a href={`/queue/${encodeURIComponent(told.event.id)}`}>Pick one in review</a> (one key: its number)</p>
    </>
  );
}
