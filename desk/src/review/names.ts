// Names of values that are kept as ids, as whoever picked them saw them: "gn:2643743" is London.
import { signal } from "@preact/signals";
import { get, type Told } from "../core/api";

const KEPT = "tidings.names";
const MOST = 2000;
const names = signal<Record<string, string>>(read());
const sought = new Set<string>();

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

/** Keep the name of a value. */
export function remember(value: string, name: string): void {
  if (value === name || names.peek()[value] === name) return;
  names.value = Object.fromEntries([...Object.entries(names.peek()).slice(-MOST), [value, name]]);
  localStorage.setItem(KEPT, JSON.stringify(names.peek()));
}

/** A value as people read it. The name of a place that is not known yet is asked for, and comes when it comes. */
export const nameFor = (value: string): string => names.value[value] ?? value.split(";").map((each) => one(each.trim())).join("; ");

function one(value: string): string {
  const known = names.value[value];
  if (known) return known;
  if (!/^[a-z]+:\S+$/.test(value)) return value.replaceAll("_", " ");
  if (!sought.has(value)) void seek(value);
  return value;
}

async function seek(id: string): Promise<void> {
  sought.add(id);
  const told = await get<Told<"PlaceHits">>("/places", { name: id }).catch(() => undefined);
  const found = told?.items.find((each) => each.id === id);
  if (found) remember(id, [found.name, found.admin1, found.country].filter(Boolean).join(", "));
}
