import type { Feature, Polygon } from "geojson";
import { GeoJSONSource, type Map, type MapGeoJSONFeature } from "maplibre-gl";
import { useEffect, useRef } from "preact/hooks";
import { get, type Told } from "../core/api";
import { Chart, type Box, type Camera } from "./chart";
import { areaFeatures, layers, outline, sources, spotFeatures, TOUCHED } from "./events_layers";
import { extent, type Area, type Spots } from "./spots";

/** What was picked on the map: a place by its id where it has one, else the box around it; `name` for people. */
export interface Picked {
  readonly name: string;
  readonly place: string | null;
  readonly box: Box;
}

interface Props {
  readonly spots: Spots;
  readonly camera: Camera | undefined;
  readonly pick: (picked: Picked) => void;
  readonly moved: (view: Box, camera: Camera) => void;
}

const MOST_OUTLINES = 80; // areas drawn with their outline, those with most events first; others are circles

/** Events on a map, each as exactly as its place is known. */
export default function EventsMap({ spots, camera, pick, moved }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const hands = useRef({ pick, moved });
  hands.current = { pick, moved };
  useEffect(() => {
    if (!box.current) return;
    const tell = (map: Map) => {
      const { lng, lat } = map.getCenter();
      hands.current.moved(made.view, { zoom: map.getZoom(), lat, lon: lng });
    };
    const made = new Chart(box.current, { towns: true, sources, layers }, "Map of events", camera, tell);
    chart.current = made;
    if (camera) made.map.on("load", () => tell(made.map));
    made.map.on("click", (event) => {
      const found = made.map.queryRenderedFeatures(event.point, { layers: TOUCHED.filter((layer) => made.map.getLayer(layer)) });
      const best = TOUCHED.map((layer) => found.find((each) => each.layer.id === layer)).find(Boolean);
      if (best) void touch(made, best, hands.current.pick);
    });
    for (const layer of TOUCHED) {
      made.map.on("mouseenter", layer, () => (made.map.getCanvas().style.cursor = "pointer"));
      made.map.on("mouseleave", layer, () => (made.map.getCanvas().style.cursor = ""));
    }
    return () => made.close();
  }, []);
  const isFitted = useRef(camera !== undefined);
  useEffect(() => {
    const made = chart.current;
    if (!made) return;
    const [exact, near] = [spots.spots.filter((spot) => !spot.radius_km), spots.spots.filter((spot) => spot.radius_km)];
    const named = new Set(exact.map((spot) => spot.name));
    made.named = new Set(spots.spots.flatMap((spot) => spot.place ?? []));
    made.set("spots", spotFeatures(exact, () => ""));
    made.set("near", spotFeatures(near, (spot) => (named.has(spot.name) ? `≈${spot.count}` : `${spot.name} ≈${spot.count}`)));
    made.set("area-spots", areaFeatures(spots.areas, new Set()));
    const whole = extent([...spots.spots, ...spots.areas]);
    if (whole && !isFitted.current) {
      isFitted.current = true;
      made.fit(whole);
    }
    const stop = new AbortController();
    void drawAreas(made, spots.areas, stop.signal);
    return () => stop.abort();
  }, [spots]);
  return <div ref={box} class="map" role="region" aria-label="Map" />;
}

/** A group of places opens; a place is picked. */
async function touch(chart: Chart, found: MapGeoJSONFeature, pick: (picked: Picked) => void): Promise<void> {
  const told = found.properties;
  if (told["cluster_id"] !== undefined && found.geometry.type === "Point") {
    const source = chart.map.getSource(found.source);
    if (!(source instanceof GeoJSONSource)) return;
    const zoom = await source.getClusterExpansionZoom(Number(told["cluster_id"]));
    const [lon = 0, lat = 0] = found.geometry.coordinates;
    chart.map.easeTo({ center: [lon, lat], zoom, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    return;
  }
  const [lat, lon] = [Number(told["lat"]), Number(told["lon"])];
  const place = typeof told["place"] === "string" ? told["place"] : null;
  pick({ name: String(told["name"]), place, box: [lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001] });
}

const known = new globalThis.Map<string, Told<"Outlines"> | null>();

/** Outlines come one by one; an area without any stays a circle. */
async function drawAreas(chart: Chart, areas: readonly Area[], stop: AbortSignal): Promise<void> {
  const first = [...areas].sort((a, b) => b.count - a.count).filter((area) => area.area).slice(0, MOST_OUTLINES);
  const shapes: Feature<Polygon>[] = [];
  const drawn = new Set<string>();
  await Promise.all(
    first.map(async (area) => {
      const id = area.area ?? "";
      if (!known.has(id)) {
        const told = await get<Told<"Outlines">>(`/outlines/${encodeURIComponent(id)}`, {}, stop).catch(() => null);
        if (stop.aborted) return;
        known.set(id, told);
      }
      const told = known.get(id);
      if (!told) return;
      shapes.push(...outline(area, told.rings as number[][][]));
      drawn.add(id);
    }),
  );
  if (stop.aborted) return;
  chart.set("areas", { type: "FeatureCollection", features: shapes });
  chart.set("area-spots", areaFeatures(areas, drawn));
}
