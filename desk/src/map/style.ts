// The map as MapLibre draws it: a base that all maps share, and the layers of each on top of it.
import type { GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Colours } from "./colours";
import { NOTHING } from "./ground";

export const FONT = ["Noto Sans"]; // drawn with the reader's own fonts: no glyphs are fetched
export const NEAR = 3.6; // zoom from which provinces are drawn

const source = (): GeoJSONSourceSpecification => ({ type: "geojson", data: NOTHING });

/** A whole style: the ground in these colours, with further sources and layers above it. Names give way to what lies above them. */
export function styleOf(colour: Colours, sources: Record<string, GeoJSONSourceSpecification>, layers: readonly LayerSpecification[]): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { ...source(), attribution: "Natural Earth" }, lines: source(), countries: source(), provinces: source(), towns: source(), ...sources,
    },
    layers: [...under(colour), ...names(colour), ...layers],
  };
}

function under(colour: Colours): LayerSpecification[] {
  const admin = (name: string): ["==", ["get", string], string] => ["==", ["get", "class"], name];
  return [
    { id: "sea", type: "background", paint: { "background-color": colour.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colour.land, "fill-antialias": false } },
    { id: "coarse", type: "line", source: "land", maxzoom: NEAR, paint: { "line-color": colour.border, "line-width": 0.8 } },
    { id: "admin1", type: "line", source: "lines", minzoom: NEAR, filter: admin("admin1"), paint: { "line-color": colour.border, "line-width": 0.6, "line-opacity": 0.7 } },
    { id: "country", type: "line", source: "lines", minzoom: NEAR, filter: admin("country"), paint: { "line-color": colour.border, "line-width": 1.4 } },
    { id: "disputed", type: "line", source: "lines", minzoom: NEAR, filter: admin("disputed"), paint: { "line-color": colour.border, "line-width": 1.4, "line-dasharray": [2, 2] } },
  ];
}

function names(colour: Colours): LayerSpecification[] {
  const halo = { "text-color": colour.faint, "text-halo-color": colour.land, "text-halo-width": 1.2 };
  return [
    {
      id: "town-names", type: "symbol", source: "towns", minzoom: 4,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-variable-anchor": ["bottom", "top", "left", "right"], "text-radial-offset": 1.1, "text-optional": true },
      paint: { ...halo, "text-color": colour.text },
    },
    {
      id: "province-names", type: "symbol", source: "provinces", minzoom: 5,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "text-letter-spacing": 0.05 }, paint: halo,
    },
    {
      id: "country-names", type: "symbol", source: "countries", maxzoom: 7,
      layout: {
        "text-field": ["get", "name"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 6, 16],
        "symbol-sort-key": ["-", 0, ["get", "size"]], "text-max-width": 7,
      },
      paint: halo,
    },
  ];
}

/** The radius of a circle of so many km in pixels, at every zoom; never smaller than what can be seen. */
export function kilometres(least: number): ["interpolate", ["exponential", 2], ["zoom"], ...(number | unknown[])[]] {
  const steps = Array.from({ length: 21 }, (_, zoom) => [zoom, ["max", least, ["*", ["get", "pixels"], 2 ** zoom]]]).flat();
  return ["interpolate", ["exponential", 2], ["zoom"], ...(steps as (number | unknown[])[])];
}

/** Pixels of a stretch of km at zoom 0, at a latitude (tiles of 512 pixels). */
export const pixels = (km: number, lat: number): number => (km * 1000) / (78271.517 * Math.max(0.01, Math.cos((lat * Math.PI) / 180)));
