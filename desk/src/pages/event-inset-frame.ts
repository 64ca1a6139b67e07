// The frame of a small map: plain geometry, degrees WGS84 in and units of the drawing out.
import type { Told } from "../core/api";
import { HIGH, WIDE } from "./event-inset";

export type Ring = readonly (readonly [number, number])[];
export interface Frame {
  readonly lon: number;
  readonly lat: number;
  /** Units of the drawing for a kilometre. */
  readonly perKm: number;
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number];
  readonly zoom: number;
}

const KM_PER_DEGREE = 111.2;
const AROUND: Partial<Record<Told<"Place">["precision"], number>> = { exact: 40, near: 40, admin2: 60, admin1: 150, region: 200 };

/** The frame that holds the place as far as it is known, and every place its name may mean; null where nothing is to be drawn. */
export function frameOf(place: Told<"Place">, rivals: readonly Told<"Candidate">[], outline: readonly Ring[] | undefined, shape: number): Frame | null {
  const points: [number, number][] = rivals.flatMap((each) => (each.lat === null || each.lon === null ? [] : [[each.lon, each.lat] as [number, number]]));
  const drawn = place.lat !== null && place.lon !== null && place.precision in AROUND;
  let around = 30;
  if (drawn) {
    around = Math.max(AROUND[place.precision]!, (place.radius_km ?? 0) * 1.4);
    points.push([place.lon!, place.lat!]);
  }
  if (outline) {
    around = 20;
    for (const ring of outline) for (const [lon, lat] of ring) points.push([lon, lat]);
  }
  if (!points.length) return null;
  const [west, east] = [Math.min(...points.map(([lon]) => lon)), points.reduce((most, [lon]) => Math.max(most, lon), -180)];
  const [south, north] = [points.reduce((least, [, lat]) => Math.min(least, lat), 90), points.reduce((most, [, lat]) => Math.max(most, lat), -90)];
  const lon = (west + east) / 2;
  const lat = (south + north) / 2;
  const narrow = Math.max(0.1, Math.cos((lat * Math.PI) / 180));
  const highKm = Math.max((north - south) * KM_PER_DEGREE + 2 * around, ((east - west) * KM_PER_DEGREE * narrow + 2 * around) / shape);
  const perKm = HIGH / highKm;
  const [halfHigh, halfWide] = [highKm / 2 / KM_PER_DEGREE, (WIDE / perKm / 2 / KM_PER_DEGREE) / narrow];
  const box = [lon - halfWide, Math.max(-90, lat - halfHigh), lon + halfWide, Math.min(90, lat + halfHigh)] as const;
  return { lon, lat, perKm, box, zoom: Math.max(0, Math.min(14, Math.round(Math.log2((WIDE * 360) / 512 / (2 * halfWide))))) };
}

/** Where a point stands in the drawing. */
export function placed(lon: number, lat: number, frame: Frame): readonly [number, number] {
  const narrow = Math.max(0.1, Math.cos((frame.lat * Math.PI) / 180));
  return [WIDE / 2 + (lon - frame.lon) * KM_PER_DEGREE * narrow * frame.perKm, HIGH / 2 - (lat - frame.lat) * KM_PER_DEGREE * frame.perKm];
}

/** Rings as a path. */
export function rings(list: readonly Ring[], frame: Frame): string {
  return list.map((ring) => `M${ring.map(([lon, lat]) => placed(lon, lat, frame).map((each) => each.toFixed(1)).join(" ")).join("L")}Z`).join("");
}

let world: Promise<readonly Ring[]> | undefined;

/** The land in a frame as a path; nothing where the base map is not to be had. */
export async function bordersIn(frame: Frame): Promise<string> {
  world ??= landRings();
  const [west, south, east, north] = frame.box;
  const near = (await world.catch(() => [])).filter((ring) => meets(ring, west, south, east, north));
  return rings(near, frame);
}

function meets(ring: Ring, west: number, south: number, east: number, north: number): boolean {
  let [left, right, low, high] = [180, -180, 90, -90];
  for (const [lon, lat] of ring) {
    left = Math.min(left, lon);
    right = Math.max(right, lon);
    low = Math.min(low, lat);
    high = Math.max(high, lat);
  }
  return left <= east && right >= west && low <= north && high >= south;
}

async function landRings(): Promise<readonly Ring[]> {
  const [{ feature }, answer] = await Promise.all([import("topojson-client"), fetch("/static/map/countries-50m.json")]);
  const topology = await answer.json();
  const found = feature(topology, topology.objects.countries) as unknown as GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon>;
  return found.features.flatMap(({ geometry }) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat())) as unknown as readonly Ring[];
}
