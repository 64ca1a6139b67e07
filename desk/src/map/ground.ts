// What lies under the events: land, borders and names, all from files of the desk itself (Natural Earth, public domain).
import type { Feature, FeatureCollection, Point, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

export const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
type Named = { name: string };
type World = Topology<{ countries: GeometryCollection<Named> }>;
type Units = Topology<{ units: GeometryCollection<Named & { disputed: string | null }>; lines: GeometryCollection<{ class: string }> }>;

export interface Ground {
  readonly land: FeatureCollection;
  readonly names: FeatureCollection<Point>;
}

let world: Promise<Ground> | undefined;
let units: Promise<{ lines: FeatureCollection; names: FeatureCollection<Point> }> | undefined;

/** Countries for the far view, with their names in the reader's language where the browser knows them. */
export const countries = (): Promise<Ground> =>
  (world ??= asked<World>("countries-50m.json").then((told) => {
    const drawn = feature(told, told.objects.countries);
    const land = { ...drawn, features: drawn.features.map((each) => ({ ...each, geometry: beyond(each.geometry) })) };
    return { land, names: labels(land.features, (each) => nameOf(each.id, each.properties.name)) };
  }));

/** First-order units for the near view: lines of countries, provinces and of what is in dispute; and names of provinces. */
export const provinces = (): Promise<{ lines: FeatureCollection; names: FeatureCollection<Point> }> =>
  (units ??= asked<Units>("outlines.json").then((told) => ({
    lines: feature(told, told.objects.lines),
    names: labels(feature(told, told.objects.units).features, (each) => each.properties.name),
  })));

async function asked<T>(file: string): Promise<T> {
  const response = await fetch(`/static/map/${file}`);
  if (!response.ok) throw new Error(`the map's file ${file} is missing`);
  return (await response.json()) as T;
}

/** The name of a country by its ISO number, as the reader's browser has it. */
function nameOf(number: string | number | undefined, name: string): string {
  if (number === undefined) return name;
  try {
    const region = new Intl.Locale(`und-${String(number).padStart(3, "0")}`).region ?? "";
    const found = new Intl.DisplayNames([...navigator.languages], { type: "region", fallback: "none" }).of(region);
    return found && !/^\d+$/.test(found) ? found : name;
  } catch {
    return name;
  }
}

function labels<P>(shapes: readonly Feature<Feature["geometry"], P>[], name: (each: Feature<Feature["geometry"], P>) => string): FeatureCollection<Point> {
  const features = shapes.flatMap((each) => {
    const found = largest(each.geometry);
    return found ? [{ type: "Feature" as const, geometry: { type: "Point" as const, coordinates: found.middle }, properties: { name: name(each), size: found.size } }] : [];
  });
  return { type: "FeatureCollection", features };
}

/** A shape whose rings go on beyond the 180th meridian where they cross it, instead of once around the world. */
function beyond(geometry: Feature["geometry"]): Feature["geometry"] {
  if (geometry.type === "Polygon") return { ...geometry, coordinates: geometry.coordinates.map(unwound) };
  if (geometry.type === "MultiPolygon") return { ...geometry, coordinates: geometry.coordinates.map((part) => part.map(unwound)) };
  return geometry;
}

function unwound(ring: Position[]): Position[] {
  let turns = 0;
  let last = ring[0]?.[0] ?? 0;
  const found = ring.map(([lon = 0, lat = 0]): Position => {
    if (Math.abs(lon - last) > 180) turns += lon < last ? 360 : -360;
    last = lon;
    return [lon + turns, lat];
  });
  if (turns) return ring; // around a pole: there is no other side
  const lons = found.map(([lon = 0]) => lon);
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const shift = middle > 180 ? -360 : middle < -180 ? 360 : 0;
  return shift ? found.map(([lon = 0, lat = 0]) => [lon + shift, lat]) : found;
}

/** The middle of the largest part of a shape, with that part's size in square degrees. */
function largest(geometry: Feature["geometry"]): { middle: Position; size: number } | undefined {
  const rings: Position[][] =
    geometry.type === "Polygon" ? [(geometry as Polygon).coordinates[0] ?? []] : geometry.type === "MultiPolygon" ? geometry.coordinates.map((part) => part[0] ?? []) : [];
  let best: { middle: Position; size: number } | undefined;
  for (const ring of rings) {
    const found = middle(ring);
    if (!best || found.size > best.size) best = found;
  }
  return best;
}

function middle(ring: readonly Position[]): { middle: Position; size: number } {
  let [twice, x, y] = [0, 0, 0];
  ring.forEach(([x0 = 0, y0 = 0], index) => {
    const [x1 = 0, y1 = 0] = ring[(index + 1) % ring.length] ?? [];
    const cross = x0 * y1 - x1 * y0;
    twice += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  });
  if (!twice) return { middle: [...(ring[0] ?? [0, 0])], size: 0 };
  return { middle: [x / (3 * twice), y / (3 * twice)], size: Math.abs(twice) / 2 };
}
