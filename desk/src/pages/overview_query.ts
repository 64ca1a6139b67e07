// What the overview asks for: one set of filters in the address, the same for map, timeline, list and table.
import { ask, asked, query } from "../core/address";
import type { Values } from "../core/api";

/** Names of the filters, in the address as in the API, with the words for a reader. */
export const FILTERS = {
  text: "words", type: "type", actor: "who", place: "place", country: "country", first: "from", last: "until", standing: "standing",
  voices: "voices, at least", killed: "killed, at least", state: "review", disputed: "figures disputed", bbox: "inside the view",
} as const;
export type Filter = keyof typeof FILTERS;
const NAMES = Object.keys(FILTERS) as Filter[];
const DAYS: readonly Filter[] = ["first", "last"];

/** All filters that are set. */
export const filters = (): Values => Object.fromEntries(NAMES.map((name) => [name, asked(name)]));

/** All but the days: the timeline shows what lies around them. */
export const withoutDays = (): Values => ({ ...filters(), ...Object.fromEntries(DAYS.map((name) => [name, ""])) });

/** Filters that are set, with their values as they stand in the address. */
export const set = (): [Filter, string][] => NAMES.flatMap((name) => (asked(name) ? [[name, asked(name)] as [Filter, string]] : []));

// What is about one choice of events and means nothing for another.
const FORGOTTEN = { cursor: "", spot: "", spot_name: "" };

/** Set filters; the list begins anew. `keep`: "back" returns from it. */
export const filter = (values: Partial<Record<Filter, string>>, keep = true): void => ask({ ...FORGOTTEN, ...values }, keep);

/** No filter at all. */
export const clear = (): void => filter(Object.fromEntries(NAMES.map((name) => [name, ""])));

/** "map", "table", … on a narrow screen; both on a wide one. */
export const view = (): "map" | "list" | "table" => {
  const told = query.value.get("view");
  return told === "list" || told === "table" ? told : "map";
};
