// Events by the places they are drawn at, each as exactly as it is known: a point, a circle, an area, or nowhere.
import type { Told } from "../core/api";

type Points = Told<"MapPoints">;

/** Events at one point. `radius_km`: 0 for a town or village itself, else how far from it they may have been. */
export interface Spot {
  readonly lat: number;
  readonly lon: number;
  readonly radius_km: number;
  readonly name: string;
  readonly place: string | null;
  count: number;
}

/** Events known to a district or province. `area`: its outline, where there is one; the circle else. */
export interface Area extends Spot {
  readonly area: string | null;
}

export interface Spots {
  readonly spots: readonly Spot[];
  readonly areas: readonly Area[];
  /** Events known to no more than a country or to no place at all: they are counted, never drawn. */
  readonly unplaced: number;
}

/** Where to draw the events, in the order in which their places are first told. */
export function spotsOf(points: Points): Spots {
  const spots = new Map<string, Spot>();
  const areas = new Map<string, Area>();
  points.events.forEach((count, row) => {
    const [precision, lat, lon, radius] = [points.precision[row], points.lat[row]!, points.lon[row]!, points.radius_km[row] ?? 0];
    const [name, place] = [points.name[row] ?? "", points.place[row] ?? null];
    if (precision === "exact") add(spots, `${lat},${lon}`, { lat, lon, radius_km: 0, name, place, count });
    else if (precision === "near") add(spots, `${lat},${lon},${radius}`, { lat, lon, radius_km: radius, name, place, count });
    else {
      const area = points.area[row] ?? null;
      add(areas, area ?? `${lat},${lon},${radius}`, { lat, lon, radius_km: radius, name, place, area, count });
    }
  });
  return { spots: [...spots.values()], areas: [...areas.values()], unplaced: points.unplaced };
}

function add<T extends { count: number }>(found: Map<string, T>, key: string, first: T): void {
  const held = found.get(key);
  if (held) held.count += first.count;
  else found.set(key, first);
}

/** West, south, east, north of everything that can be drawn; undefined where nothing can. */
export function extent(places: readonly { readonly lat: number; readonly lon: number; readonly radius_km?: number }[]): [number, number, number, number] | undefined {
  if (!places.length) return undefined;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lat, lon, radius_km = 0 } of places) {
    const high = radius_km / 111.2;
    const wide = high / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
    [west, south, east, north] = [Math.min(west, lon - wide), Math.min(south, lat - high), Math.max(east, lon + wide), Math.max(north, lat + high)];
  }
  return [west, Math.max(south, -85), east, Math.min(north, 85)];
}
