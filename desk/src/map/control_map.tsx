import { signal } from "@preact/signals";
import type { Map } from "maplibre-gl";
import { useEffect, useRef } from "preact/hooks";
import type { Told } from "../core/api";
import { letters, partyNumber } from "../core/parties";
import { Chart, points, type Camera } from "./chart";
import { colours, type Colours } from "./colours";
import { NOTHING } from "./ground";
import { mark, MARK_RATIO } from "./marks";
import { extent } from "./spots";
import { FONT } from "./style";

type Day = Told<"ControlDay">;
type Held = Told<"HeldPlace">;
interface Props {
  readonly told: Day;
  readonly label: string;
  readonly chosen: string;
  readonly choose: (place: string) => void;
}

// Where signs are too near to each other, what is known goes before what is not.
const RANKS: readonly Held["state"][] = ["contested", "held", "none", "unknown"];
// Two maps of one place and two knowings move together.
const shared = signal<{ readonly by: unknown; readonly camera: Camera } | undefined>(undefined);

/** Places with a point, each with the sign of who holds it. Only points: what lies between them nobody has told. */
export default function ControlMap({ told, label, chosen, choose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const now = useRef({ told, choose, colour: colours() });
  Object.assign(now.current, { told, choose });
  useEffect(() => {
    if (!box.current) return;
    const drawing = {
      towns: false,
      sources: () => ({ held: { type: "geojson" as const, data: NOTHING } }),
      layers,
      ready: (_: Map, colour: Colours) => void (now.current.colour = colour),
    };
    const made = new Chart(box.current, drawing, label, shared.peek()?.camera, () => undefined);
    made.map.setMissingStyleImageResolver((id) => {
      const picture = signOf(id, now.current.told, now.current.colour);
      if (picture && !made.map.hasImage(id)) made.map.addImage(id, picture, { pixelRatio: MARK_RATIO });
    });
    chart.current = made;
    made.map.on("click", "held", (event) => now.current.choose(String(event.features?.[0]?.properties["id"] ?? "")));
    made.map.on("click", "names", (event) => now.current.choose(String(event.features?.[0]?.properties["id"] ?? "")));
    made.map.on("click", "dots", (event) => now.current.choose(String(event.features?.[0]?.properties["id"] ?? "")));
    made.map.on("mouseenter", "held", () => (made.map.getCanvas().style.cursor = "pointer"));
    made.map.on("mouseleave", "held", () => (made.map.getCanvas().style.cursor = ""));
    made.map.on("move", (event) => event.originalEvent && tell(made));
    const unwatch = shared.subscribe((seen) => {
      if (seen && seen.by !== made) made.map.jumpTo({ center: [seen.camera.lon, seen.camera.lat], zoom: seen.camera.zoom });
    });
    return () => (unwatch(), made.close());
  }, []);
  const isFitted = useRef(shared.peek() !== undefined);
  useEffect(() => {
    const made = chart.current;
    if (!made) return;
    const drawn = told.places.filter(hasPoint);
    made.set("held", points(drawn, (place) => ({
      id: place.id, name: place.name, sign: sign(place), colour: place.holder ? partyNumber(place.holder, told.parties.map((party) => party.id)) : -1, chosen: place.id === chosen,
      rank: place.id === chosen ? 0 : RANKS.indexOf(place.state),
    })));
    const whole = extent(drawn.map((place) => ({ ...place, radius_km: 20 })));
    if (whole && !isFitted.current) {
      isFitted.current = true;
      made.fit(whole);
      tell(made);
    }
  }, [told, chosen]);
  return <div ref={box} class="map" role="region" aria-label={label} />;
}

/** Let the other map follow this one. */
function tell(made: Chart): void {
  const { lng, lat } = made.map.getCenter();
  shared.value = { by: made, camera: { zoom: made.map.getZoom(), lat, lon: lng } };
}

type Pointed = Held & { lat: number; lon: number };
/** Whether a place is one to draw as a point: a town or village that is found. */
export const hasPoint = (place: Held): place is Pointed => place.lat !== null && place.lon !== null && (place.precision === "exact" || place.precision === "near");
const sign = (place: Held): string => `${place.state}:${place.holder ?? ""}`;

/** The picture of a sign, drawn when the map first needs it. */
function signOf(id: string, told: Day, colour: Colours): ImageData | undefined {
  const [state = "unknown", ...rest] = id.split(":");
  const holder = rest.join(":");
  const name = told.parties.find((party) => party.id === holder)?.name ?? "";
  const own = holder ? colour.parties[partyNumber(holder, told.parties.map((party) => party.id))] : undefined;
  return mark({ state, colour: own ?? colour.faint, letters: letters(name) }, colour.ground, colour.text);
}

function layers(colour: Colours) {
  const party = ["match", ["get", "colour"], ...colour.parties.flatMap((each, number) => [number, each]), colour.faint] as never;
  return [
    { id: "chosen", type: "circle" as const, source: "held", filter: ["==", ["get", "chosen"], true] as never, paint: { "circle-radius": 18, "circle-color": "transparent", "circle-stroke-color": colour.text, "circle-stroke-width": 3 } },
    { id: "dots", type: "circle" as const, source: "held", paint: { "circle-radius": 4, "circle-color": party, "circle-stroke-color": colour.ground, "circle-stroke-width": 1 } },
    // Names give way to signs: the layer above is placed first.
    {
      id: "names", type: "symbol" as const, source: "held",
      layout: {
        "symbol-sort-key": ["get", "rank"] as never, "text-field": ["get", "name"] as never, "text-font": FONT, "text-size": 12,
        "text-variable-anchor": ["top" as const, "bottom" as const, "left" as const, "right" as const], "text-radial-offset": 1.4,
      },
      paint: { "text-color": colour.text, "text-halo-color": colour.land, "text-halo-width": 1.5 },
    },
    {
      id: "held", type: "symbol" as const, source: "held",
      layout: { "icon-image": ["get", "sign"] as never, "icon-padding": 0, "symbol-sort-key": ["get", "rank"] as never },
    },
  ];
}
