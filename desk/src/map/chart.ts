// A map in a box: made once, with ground, names, scale and keyboard; what is drawn on it is the caller's.
import type { FeatureCollection } from "geojson";
import { AttributionControl, GeoJSONSource, Map, NavigationControl, ScaleControl, setWorkerUrl, type GeoJSONSourceSpecification, type LayerSpecification } from "maplibre-gl";
import { get, type Told } from "../core/api";
import { theme } from "../core/theme";
import { colours, type Colours } from "./colours";
import { countries, provinces } from "./ground";
import { NEAR, styleOf } from "./style";

setWorkerUrl("/static/map/maplibre-gl-worker.mjs");

export type Box = readonly [west: number, south: number, east: number, north: number];
export interface Camera {
  readonly zoom: number;
  readonly lat: number;
  readonly lon: number;
}

export interface Drawing {
  /** Whether names of towns are printed, where the drawing has no names of its own. */
  readonly towns: boolean;
  sources(): Record<string, GeoJSONSourceSpecification>;
  layers(colour: Colours): readonly LayerSpecification[];
  /** Called when the style is there, and again after each change of colours. */
  ready?(map: Map, colour: Colours): void;
}

export class Chart {
  readonly map: Map;
  /** Places whose names the drawing prints itself. */
  named: ReadonlySet<string> = new Set();
  readonly #drawing: Drawing;
  readonly #data: Record<string, FeatureCollection> = {};
  #unwatch: () => void;
  #stop = new AbortController();
  #gone = false;

  constructor(box: HTMLElement, drawing: Drawing, label: string, camera: Camera | undefined, moved: (map: Map) => void) {
    this.#drawing = drawing;
    this.map = new Map({
      container: box, style: this.#style(), attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
      maxZoom: 14, renderWorldCopies: true, fadeDuration: 0,
      ...(camera ? { center: [camera.lon, camera.lat] as [number, number], zoom: camera.zoom } : { center: [20, 15] as [number, number], zoom: 1 }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.getCanvas().setAttribute("aria-label", `${label}. Arrows move it, plus and minus zoom.`);
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    this.map.addControl(new AttributionControl({ compact: false }), "bottom-right");
    this.map.on("load", () => {
      this.#ready();
      void this.#ground();
      void this.#near();
    });
    this.map.on("idle", () => (box.dataset["drawn"] = "yes")); // for who waits for the picture
    this.map.on("moveend", () => {
      void this.#near();
      moved(this.map);
    });
    let first = true;
    this.#unwatch = theme.subscribe(() => {
      if (!first) this.#recolour();
      first = false;
    });
    const system = matchMedia("(prefers-color-scheme: dark)");
    const changed = () => this.#recolour();
    system.addEventListener("change", changed);
    const before = this.#unwatch;
    this.#unwatch = () => (before(), system.removeEventListener("change", changed));
  }

  /** What a source holds from now on. */
  set(source: string, data: FeatureCollection): void {
    this.#data[source] = data;
    const held = this.map.getSource(source);
    if (held instanceof GeoJSONSource) void held.setData(data);
  }

  /** Show a box whole. */
  fit(box: Box): void {
    this.map.fitBounds([...box], { padding: 50, maxZoom: 9, animate: false });
  }

  /** What is in view: west, south, east, north in degrees. */
  get view(): Box {
    const bounds = this.map.getBounds();
    const wide = bounds.getEast() - bounds.getWest() >= 360;
    const round = (degrees: number) => Math.round(degrees * 1000) / 1000;
    const [west, east] = wide ? [-180, 180] : [Math.max(-180, bounds.getWest()), Math.min(180, bounds.getEast())];
    return [round(west), round(Math.max(-90, bounds.getSouth())), round(east), round(Math.min(90, bounds.getNorth()))];
  }

  close(): void {
    this.#gone = true;
    this.#unwatch();
    this.#stop.abort();
    this.map.remove();
  }

  #style() {
    const told = styleOf(colours(), this.#drawing.sources(), this.#drawing.layers(colours()));
    for (const [name, data] of Object.entries(this.#data)) {
      const held = told.sources[name];
      if (held?.type === "geojson") held.data = data;
    }
    return told;
  }

  #recolour(): void {
    delete this.map.getContainer().dataset["drawn"];
    requestAnimationFrame(() => {
      if (this.#gone) return;
      this.map.setStyle(this.#style(), { diff: false });
      this.map.once("styledata", () => this.#ready());
    });
  }

  #ready(): void {
    for (const [name, data] of Object.entries(this.#data)) this.set(name, data);
    this.#drawing.ready?.(this.map, colours());
  }

  async #ground(): Promise<void> {
    const told = await countries();
    if (this.#gone) return;
    this.set("land", told.land);
    this.set("countries", told.names);
  }

  /** Provinces and towns, once the view is near enough for them. */
  async #near(): Promise<void> {
    const zoom = this.map.getZoom();
    if (zoom < NEAR) return;
    void provinces().then((told) => {
      if (this.#gone || this.#data["lines"]) return;
      this.set("lines", told.lines);
      this.set("provinces", told.names);
    });
    this.#stop.abort();
    if (!this.#drawing.towns) return;
    this.#stop = new AbortController();
    const towns = await get<Told<"Towns">>("/towns", { bbox: this.view.join(","), zoom: Math.round(zoom) }, this.#stop.signal).catch(() => undefined);
    if (!towns || this.#gone) return;
    this.set("towns", points(towns.items.filter((town) => !this.named.has(town.id)), (town) => ({ name: town.name })));
  }
}

/** Places as points. */
export function points<T extends { readonly lat: number; readonly lon: number }>(places: readonly T[], told: (place: T) => Record<string, unknown>): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: places.map((place) => ({ type: "Feature", geometry: { type: "Point", coordinates: [place.lon, place.lat] }, properties: told(place) })),
  };
}
