// The fields of an event in the order of the codebook, with their keys, and the values that could be picked for each.
import type { Told } from "../core/api";

export const GROUPS = [
  "civilians", "combatants_actor", "combatants_recipient", "combatants_unknown", "children", "women", "things", "unknown",
] as const;
const GROUP_NAMES: Record<string, string> = {
  combatants_actor: "fighters of the acting side",
  combatants_recipient: "fighters of the other side",
  combatants_unknown: "fighters, side unknown",
  unknown: "people",
};
/** Names of fields before the point, in codebook order. */
export const ORDER = ["type", "polarity", "reality", "background", "date", "place", "actors", "recipients", "killed", "injured"] as const;
/** A key for each: pressed while words are selected, it binds them to the field. */
export const FIELD_KEYS: Record<string, string> = {
  type: "t", polarity: "y", reality: "r", background: "b", date: "d", place: "p", actors: "a", recipients: "o", killed: "k", injured: "i",
};
/** Fields with few values, which can be picked by number. */
export const CHOICES: Record<string, readonly string[]> = {
  polarity: ["affirmed", "denied"],
  reality: ["actual", "ongoing", "planned", "threatened", "hypothetical"],
  background: ["false", "true"],
  event: ["yes", "no"],
};
const YES_NO: Record<string, string> = { false: "no", true: "yes" };

/** "killed" of "killed.civilians". */
export const family = (field: string): string => field.split(".")[0] ?? field;
export const isToll = (field: string): boolean => ["killed", "injured"].includes(family(field));
/** Whether "unknown" is an answer to it. */
export const mayBeUnknown = (field: string): boolean => !["type", "polarity", "reality", "background", "event"].includes(field);

/** "killed: fighters of the other side". */
export function fieldName(field: string): string {
  const [name = field, group] = field.split(".");
  if (!group) return name;
  return `${name}: ${GROUP_NAMES[group] ?? group}`;
}

/** A value as people read it: one day once, low to high, no underscores. */
export function asRead(field: string, value: string): string {
  const [, first, last] = (field === "date" && /^(\S+)\/(\S+)$/.exec(value)) || [];
  const [, low, best, high] = (isToll(field) && /^(\d+)\/(\d+)\/(\d+)$/.exec(value)) || [];
  if (high) return `${low}–${high} (best ${best})`;
  if (field === "background") return YES_NO[value] ?? value;
  if (!first || !last) return value.replaceAll("_", " ");
  if (first === "..") return `by ${last}`;
  return first === last ? first : `${first} – ${last}`;
}

/** What to check, with fields by the names people read. */
export const plainly = (check: string): string => check.replace(/(?:counts\.)?((?:killed|injured)\.\w+)/g, (_, field: string) => fieldName(field));

/** In codebook order. */
export function inOrder<T extends { readonly field: string }>(fields: readonly T[]): T[] {
  const place = (each: T) => {
    const [name = "", group = ""] = each.field.split(".");
    return ORDER.indexOf(name as (typeof ORDER)[number]) * 100 + (GROUPS as readonly string[]).indexOf(group);
  };
  return [...fields].sort((one, other) => place(one) - place(other));
}

/** One value that a key may pick. `value` is as typed; `words` are where it stands. */
export interface Pick {
  readonly value: string;
  readonly name: string;
  readonly told: string;
  readonly words?: { readonly article: string; readonly start: number; readonly end: number } | undefined;
}

/** What could be picked for a field, best first: candidates of the place, claims of the ledger, values of a short list. */
export function picks(told: Told<"EventTold">, field: string): Pick[] {
  if (field === "place") return placePicks(told);
  if (isToll(field)) return once(claimsOf(told, field).map(tollPick));
  const known = once(claimsOf(told, field).map((claim) => claimPick(claim, String(claim.value))));
  return once([...known, ...(CHOICES[field] ?? []).map((value) => ({ value, name: asRead(field, value), told: "" }))]);
}

function placePicks(told: Told<"EventTold">): Pick[] {
  return (told.event.values.place?.candidates ?? []).map((one, number) => ({
    value: `#${number + 1}`,
    name: [one.name, one.admin1, one.country].filter(Boolean).join(", "),
    told: one.reasons.join("; "),
  }));
}

/** Claims of the ledger on a field; those on tolls stand under "counts." and perhaps with marks behind. */
export function claimsOf(told: Told<"EventTold">, field: string): Told<"LedgerEntry">[] {
  const wanted = isToll(field) ? `counts.${field}` : field;
  return told.event.ledger.filter((claim) => claim.field === wanted);
}

function tollPick(claim: Told<"LedgerEntry">): Pick {
  const bounds = claim.value as { low: number | null; best: number | null; high: number | null } | null;
  return claimPick(claim, bounds ? figure(bounds) : "unknown");
}

function claimPick(claim: Told<"LedgerEntry">, value: string): Pick {
  const first = claim.evidence[0];
  const said = [claim.speaker ? `says ${claim.speaker}` : "", claim.asserted_on ?? "", claim.superseded_by ? "superseded" : ""];
  return {
    value,
    name: value.replaceAll("_", " "),
    told: [`“${claim.words}”`, ...said.filter(Boolean)].join(" · "),
    words: first ? { article: claim.article, start: first.start, end: first.end } : undefined,
  };
}

function once(list: readonly Pick[]): Pick[] {
  return list.filter((one, at) => list.findIndex((other) => other.value === one.value) === at).slice(0, 9);
}

/** Bounds as one types them: 12, 12+, <=50, 9-14, 9/12/14. */
export function figure({ low, best, high }: { low: number | null; best: number | null; high: number | null }): string {
  if (low === best && best === high) return low === null ? "unknown" : String(low);
  if (high === null) return `${low ?? best}+`;
  if (low === null) return best === null || best === high ? `<=${high}` : `${best}`;
  return best === null ? `${low}-${high}` : `${low}/${best}/${high}`;
}

/** What words printed in a text would be as typed: "at least 12" is 12+. "" where they are no plain figure. */
export function typedFigure(words: string): string {
  const numbers = [...words.matchAll(/\d[\d,.]*/g)].map((found) => found[0].replace(/[,.]/g, ""));
  if (numbers.length === 2 && /[-–]|\bor\b|\bto\b|\band\b/.test(words)) return `${numbers[0]}-${numbers[1]}`;
  if (numbers.length !== 1) return "";
  if (/at least|more than|over|or more/i.test(words)) return `${numbers[0]}+`;
  if (/up to|as many as|at most/i.test(words)) return `<=${numbers[0]}`;
  return String(numbers[0]);
}
