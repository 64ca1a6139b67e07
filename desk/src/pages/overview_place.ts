// The camera of the map and the place picked on it, as they stand in the address.
import { signal } from "@preact/signals";
import { ask, asked, path } from "../core/address";
import type { Values } from "../core/api";
import type { Box, Camera } from "../map/chart";
import type { Picked } from "../map/events_map";

/** What the map has in view; undefined while it is not there, or cannot be. */
export const inView = signal<Box | undefined>(undefined);

/** The camera that the address asks for: "zoom_lat_lon". */
export function camera(): Camera | undefined {
  const [zoom, lat, lon] = asked("map").split("_").map(Number);
  const isTold = [zoom, lat, lon].every((each) => each !== undefined && Number.isFinite(each));
  return isTold && zoom !== undefined && lat !== undefined && lon !== undefined && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : undefined;
}

/** Keep the camera in the address, as exactly as a view needs. */
export function moved(view: Box, { zoom, lat, lon }: Camera): void {
  if (path.value !== "/") return; // the map's last word, on the way to another page
  inView.value = view;
  ask({ map: `${zoom.toFixed(2)}_${lat.toFixed(3)}_${lon.toFixed(3)}` });
}

/** Show the events of a place in the list; of the whole view, where nothing is picked. */
export const pick = (picked: Picked | undefined): void =>
  ask({ spot: picked ? (picked.place ?? picked.box.join(",")) : "", spot_name: picked?.name ?? "", view: picked ? "list" : asked("view") }, true);

/** What the list asks beside the filters. */
export function here(): Values {
  const spot = asked("spot");
  if (spot) return /^-?[\d.]+(,-?[\d.]+){3}$/.test(spot) ? { bbox: spot } : { place: spot };
  return asked("bbox") || !inView.value ? {} : { bbox: inView.value.join(",") };
}
