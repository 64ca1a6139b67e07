// A small map of one place: a point only where the place itself is known, else a circle or the outline of the area. No tiles, no pin.
import { useEffect, useState } from "preact/hooks";
import { useAsked } from "../core/asked";
import type { Told } from "../core/api";
import { bordersIn, frameOf, placed, rings, type Frame } from "./event-inset-frame";

type Place = Told<"Place">;

const AREAS = new Set<Place["precision"]>(["admin1", "region"]); // the outlines are of first-order units
export const WIDE = 360;
export const HIGH = 240;

export function Inset({ place, rivals }: { place: Place; rivals: readonly Told<"Candidate">[] }) {
  const area = useAsked<Told<"Outlines">>(() => (AREAS.has(place.precision) && place.id ? [`/outlines/${encodeURIComponent(place.id)}`] : null));
  const framed = () => frameOf(place, rivals, area.value?.rings, WIDE / HIGH);
  const towns = useAsked<Told<"Towns">>(() => {
    const frame = framed();
    return frame ? ["/towns", { bbox: frame.box.map((each) => each.toFixed(3)).join(","), zoom: frame.zoom }] : null;
  });
  const outline = area.value?.rings;
  const frame = framed();
  const [borders, setBorders] = useState<string>("");
  const key = frame?.box.join(" ");
  useEffect(() => {
    let wanted = true;
    if (frame) void bordersIn(frame).then((path) => wanted && setBorders(path));
    return () => void (wanted = false);
  }, [key]);
  if (!frame) return <p class="inset none">Not drawn: no point, circle or outline would be honest.</p>;
  return (
    <figure class="inset">
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={labelOf(place, !!outline, rivals.length)}>
        <rect class="sea" width={WIDE} height={HIGH} />
        <path class="land" d={borders} fill-rule="evenodd" />
        {outline ? <path class="area" d={rings(outline, frame)} fill-rule="evenodd" /> : <Spot place={place} frame={frame} />}
        <Labels frame={frame} towns={towns.value?.items ?? []} place={place} />
        {rivals.map((each, at) => (each.lat === null || each.lon === null ? null : <Rival at={placed(each.lon, each.lat, frame)} number={at + 1} />))}
        <ScaleBar frame={frame} />
      </svg>
      <figcaption class="faint">{captionOf(place, !!outline)} Borders: Natural Earth.</figcaption>
    </figure>
  );
}

function captionOf(place: Place, outlined: boolean): string {
  if (outlined) return "The whole area: where in it is not known.";
  if (place.precision === "exact") return "";
  return place.lat === null ? "Each number is a place that the name may mean." : "Somewhere in the circle.";
}

function labelOf(place: Place, outlined: boolean, rivals: number): string {
  const what = outlined ? "the outline of the area" : place.lat === null ? "not settled" : place.precision === "exact" ? "a point" : "a circle";
  return `Map: ${place.name} as ${what}${rivals ? `, with ${rivals} places that the name may mean` : ""}`;
}

/** A point for the place itself; a circle for what is only near, or an area without an outline. */
function Spot({ place, frame }: { place: Place; frame: Frame }) {
  if (place.lat === null || place.lon === null || place.precision === "unresolved" || place.precision === "country") return null;
  const [x, y] = placed(place.lon, place.lat, frame);
  if (place.precision === "exact") return <circle class="point" cx={x} cy={y} r="5" />;
  return <circle class="area" cx={x} cy={y} r={Math.max(8, (place.radius_km ?? 10) * frame.perKm)} />;
}

function Rival({ at: [x, y], number }: { at: readonly [number, number]; number: number }) {
  return (
    <g class="rival-spot">
      <circle cx={x} cy={y} r="9" />
      <text x={x} y={y + 4} text-anchor="middle">{number}</text>
    </g>
  );
}

/** Names of towns that keep clear of each other, the largest first. */
function Labels({ frame, towns, place }: { frame: Frame; towns: readonly Told<"Town">[]; place: Place }) {
  const taken: [number, number][] = [];
  const named = [...(place.precision === "exact" && place.lat !== null && place.lon !== null ? [{ name: place.name, lat: place.lat, lon: place.lon }] : []), ...towns];
  const shown = named.flatMap(({ name, lat, lon }, order) => {
    const [x, y] = placed(lon, lat, frame);
    const right = x + 8 + name.length * 7.5;
    if (x < 4 || right > WIDE || y < 14 || y > HIGH - 24 || (order && name === place.name)) return [];
    if (taken.some(([left, top]) => Math.abs(left - x) < 90 && Math.abs(top - y) < 15)) return [];
    taken.push([x, y]);
    return [<g class="town"><circle cx={x} cy={y} r="1.5" /><text x={x + 8} y={y + 4}>{name}</text></g>];
  });
  return <>{shown.slice(0, 8)}</>;
}

function ScaleBar({ frame }: { frame: Frame }) {
  const km = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].findLast((each) => each * frame.perKm <= WIDE / 3) ?? 1;
  return (
    <g class="scale">
      <path d={`M10 ${HIGH - 14}v6h${km * frame.perKm}v-6`} />
      <text x="14" y={HIGH - 14}>{km} km</text>
    </g>
  );
}
