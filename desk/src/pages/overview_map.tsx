import { useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { asked, link } from "../core/address";
import type { Told, Values } from "../core/api";
import { useAsked } from "../core/asked";
import { later } from "../core/later";
import { plural } from "../core/words";
import { canDraw } from "../map/able";
import { spotsOf, type Spots } from "../map/spots";
import { EventsLegend } from "../ui/legend";
import { Refusal } from "../ui/refusal";
import { NoMap } from "./overview_no_map";
import { camera, inView, moved, pick } from "./overview_place";
import { filter, filters } from "./overview_query";

const EventsMap = later(() => import("../map/events_map"), <div class="map" />);

const PAUSE = 100; // ms: the figures go first

/** The map with its legend; it comes after the list, so that the first page is there at once. */
export function MapSlot() {
  const able = useSignal<boolean | undefined>(undefined);
  const wanted = useSignal<Values | undefined>(undefined);
  const points = useAsked<Told<"MapPoints">>(() => (wanted.value ? ["/events/map", wanted.value] : null));
  useSignalEffect(() => {
    const now = filters();
    const timer = setTimeout(() => {
      wanted.value = now;
      able.value ??= canDraw();
    }, PAUSE);
    return () => clearTimeout(timer);
  });
  const told = points.value;
  const spots = useMemo(() => (told ? spotsOf(told) : undefined), [told]);
  return (
    <section class="map-slot" aria-labelledby="map-heading">
      <h2 id="map-heading" class="sr">Map</h2>
      {able.value === false ? <NoMap /> : (
        <div class="map-frame">
          {able.value && spots ? (
            <EventsMap spots={spots} camera={camera()} pick={pick} moved={moved} />
          ) : <div class="map" />}
        </div>
      )}
      <Refusal error={points.error} />
      <div class="under">
        <EventsLegend />
        {spots ? <NotDrawn spots={spots} /> : null}
        {inView.value ? (
          <button type="button" onClick={() => filter({ bbox: asked("bbox") ? "" : (inView.value?.join(",") ?? "") })}>
            {asked("bbox") ? "All places again" : "Keep to this view"}
          </button>
        ) : null}
      </div>
    </section>
  );
}

/** What cannot be drawn honestly is counted, with a way to it. */
function NotDrawn({ spots }: { spots: Spots }) {
  if (!spots.unplaced) return null;
  return <p class="not-drawn">Not on the map: <a href={link({ view: "table" })}>{plural(spots.unplaced, "event")} known to no place closer than a country</a></p>;
}
