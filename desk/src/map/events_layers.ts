// How events are drawn: a dot for a town, a ring as wide as the doubt for near one, an area for a district or province, counts for many.
import type { Feature, FeatureCollection, Polygon } from "geojson";
import type { GeoJSONSourceSpecification, LayerSpecification } from "maplibre-gl";
import type { Colours } from "./colours";
import { NOTHING } from "./ground";
import type { Area, Spot } from "./spots";
import { FONT, kilometres, pixels } from "./style";

const COUNT: ["case", ...unknown[]] = ["case", [">", ["get", "count"], 1], ["to-string", ["get", "count"]], ""];
/** Layers that answer to a click. */
export const TOUCHED = ["clusters", "spots", "near-clusters", "near", "areas", "area-circles", "area-counts"] as const;

export const sources = (): Record<string, GeoJSONSourceSpecification> => ({
  spots: {
    type: "geojson", data: NOTHING, cluster: true, clusterRadius: 44, clusterMaxZoom: 11,
    clusterProperties: { total: ["+", ["get", "count"]] },
  },
  near: {
    type: "geojson", data: NOTHING, cluster: true, clusterRadius: 30, clusterMaxZoom: 7,
    clusterProperties: { total: ["+", ["get", "count"]] },
  },
  areas: { type: "geojson", data: NOTHING },
  "area-spots": { type: "geojson", data: NOTHING },
});

export function layers(colour: Colours): LayerSpecification[] {
  const text = (field: unknown): LayerSpecification["layout"] => ({
    "text-field": field as string, "text-font": FONT, "text-size": 12, "text-allow-overlap": true, "text-ignore-placement": true,
  });
  const size = (field: string) => ["interpolate", ["linear"], ["log10", ["max", 1, ["get", field]]], 0, 8, 1, 13, 2, 17, 4, 26] as never;
  return [
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": colour.area, "fill-opacity": 0.22 } },
    { id: "area-lines", type: "line", source: "areas", paint: { "line-color": colour.area, "line-width": 1.5, "line-dasharray": [3, 2] } },
    {
      id: "area-circles", type: "circle", source: "area-spots", filter: ["==", ["get", "drawn"], false],
      paint: { "circle-radius": kilometres(10) as never, "circle-color": colour.area, "circle-opacity": 0.16, "circle-stroke-color": colour.area, "circle-stroke-width": 1 },
    },
    {
      id: "near", type: "circle", source: "near", filter: ["!", ["has", "point_count"]],
      paint: { "circle-radius": kilometres(11) as never, "circle-color": colour.mark, "circle-opacity": 0.12, "circle-stroke-color": colour.mark, "circle-stroke-width": 1.5 },
    },
    {
      id: "near-clusters", type: "circle", source: "near", filter: ["has", "point_count"],
      paint: { "circle-radius": 18, "circle-color": colour.mark, "circle-opacity": 0.12, "circle-stroke-color": colour.mark, "circle-stroke-width": 1.5 },
    },
    {
      id: "near-counts", type: "symbol", source: "near",
      layout: {
        ...text(["coalesce", ["get", "label"], ["concat", "≈", ["to-string", ["get", "total"]]]]), "text-variable-anchor": ["top-left", "top-right", "bottom-left", "bottom-right"],
        "text-radial-offset": 0.9, "text-ignore-placement": false,
      },
      paint: { "text-color": colour.text, "text-halo-color": colour.ground, "text-halo-width": 1.5 },
    },
    {
      id: "spots", type: "circle", source: "spots", filter: ["!", ["has", "point_count"]],
      paint: { "circle-radius": size("count"), "circle-color": colour.mark, "circle-stroke-color": colour.ground, "circle-stroke-width": 1.5 },
    },
    {
      id: "spot-names", type: "symbol", source: "spots", filter: ["!", ["has", "point_count"]],
      layout: {
        "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-variable-anchor": ["bottom", "top", "left", "right"], "text-radial-offset": 1.2,
        "symbol-sort-key": ["-", 0, ["get", "count"]],
      },
      paint: { "text-color": colour.text, "text-halo-color": colour.ground, "text-halo-width": 1.5 },
    },
    {
      id: "spot-counts", type: "symbol", source: "spots", filter: ["!", ["has", "point_count"]],
      layout: text(COUNT) ?? {}, paint: { "text-color": colour.markText },
    },
    {
      id: "clusters", type: "circle", source: "spots", filter: ["has", "point_count"],
      paint: { "circle-radius": size("total"), "circle-color": colour.ground, "circle-stroke-color": colour.mark, "circle-stroke-width": 3 },
    },
    {
      id: "cluster-counts", type: "symbol", source: "spots", filter: ["has", "point_count"],
      layout: text(["to-string", ["get", "total"]]) ?? {}, paint: { "text-color": colour.text },
    },
    {
      id: "area-counts", type: "symbol", source: "area-spots",
      layout: {
        "text-field": ["concat", ["get", "name"], " ", ["to-string", ["get", "count"]]], "text-font": FONT, "text-size": 12,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1, "text-allow-overlap": ["step", ["zoom"], false, 7, true],
        "symbol-sort-key": ["-", 0, ["get", "count"]],
      },
      paint: { "text-color": colour.text, "text-halo-color": colour.ground, "text-halo-width": 2 },
    },
  ];
}

/** Points with what is printed beside them. */
export const spotFeatures = (spots: readonly Spot[], label: (spot: Spot) => string): FeatureCollection => ({
  type: "FeatureCollection",
  features: spots.map((spot) => ({
    type: "Feature", geometry: { type: "Point", coordinates: [spot.lon, spot.lat] },
    properties: { ...spot, label: label(spot), pixels: pixels(spot.radius_km, spot.lat) },
  })),
});

/** Areas as counts with their names; `drawn`: those whose outline is there and need no circle. */
export const areaFeatures = (areas: readonly Area[], drawn: ReadonlySet<string>): FeatureCollection => ({
  type: "FeatureCollection",
  features: areas.map(({ lat, lon, ...told }) => ({
    type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { ...told, lat, lon, drawn: told.area !== null && drawn.has(told.area), pixels: pixels(told.radius_km || 1, lat) },
  })),
});

/** An outline as a shape: rings of one area, holes by the even-odd rule. */
export function outline(area: Area, rings: readonly (readonly (readonly number[])[])[]): Feature<Polygon>[] {
  return rings.map((ring) => ({
    type: "Feature", geometry: { type: "Polygon", coordinates: [ring.map((point) => [...point])] },
    properties: { name: area.name, place: area.place, area: area.area, count: area.count, lat: area.lat, lon: area.lon, radius_km: area.radius_km },
  }));
}
