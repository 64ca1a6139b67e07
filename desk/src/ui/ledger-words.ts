// Values of the record in plain words. Unknown is said, never a nought or a blank.
import type { Told } from "../core/api";
import { visible } from "./quote";

export type Entry = Told<"LedgerEntry">;
export type Bounds = Told<"Bounds">;

const FIELDS: Record<string, string> = {
  type: "what", date: "when", place: "where", actors: "who", recipients: "to whom", counts: "how many", means: "with what",
  other_places: "other places", attribution: "who says so", polarity: "affirmed or denied", reality: "actual or not", background: "background",
  control: "who holds a place", state: "who holds it", content: "words quoted", quote: "words quoted", gap: "what nobody knows",
};
const GROUPS: Record<string, string> = {
  civilians: "civilians", combatants_actor: "fighters of the acting side", combatants_recipient: "fighters of the other side",
  combatants_unknown: "fighters", children: "children", women: "women", things: "things", unknown: "people",
};
const MARKS: Record<string, string> = { subset: "a part of them", joint: "with other events", denied: "denied", superseded: "an earlier figure" };

/** A field of the ledger: "killed: civilians, a part of them". */
export function fieldTold(field: string): string {
  const [name = "", ...parts] = field.split(".");
  if (name === "killed" || name === "injured") return fieldTold(`counts.${field}`);
  if (name !== "counts" || !parts[0] || /^\d+$/.test(parts[0])) return FIELDS[name] ?? name.replaceAll("_", " ");
  const [kind, group = "unknown", ...marks] = parts;
  return [`${kind}: ${groupTold(group)}`, ...marks.map((mark) => MARKS[mark] ?? mark)].join(", ");
}

export const groupTold = (group: string): string => GROUPS[group] ?? group.replaceAll("_", " ");

const number = (figure: number): string => figure.toLocaleString("en");

/** Bounds as one says them: "12–19", "at least 5", "up to 40"; "no figure" where none is known. */
export function boundsTold({ low, best, high }: Bounds): string {
  if (low !== null && high !== null) return low === high ? number(low) : `${number(low)}–${number(high)}`;
  if (low !== null) return `at least ${number(low)}`;
  if (high !== null) return `up to ${number(high)}`;
  return best !== null ? `about ${number(best)}` : "no figure";
}

/** Whether a count has words only: "dozens" has a low bound by rule, which nobody printed. */
export const isVague = (entry: Entry): boolean => isBounds(entry.value) && entry.value.best === null && entry.value.high === null;

export const isBounds = (value: Entry["value"]): value is Bounds => value !== null && typeof value === "object";

/** The value of an entry in words. */
export function valueTold(entry: Entry): string {
  const { value } = entry;
  if (value === null) return "unknown";
  if (isBounds(value)) {
    if (!isVague(entry)) return boundsTold(value);
    return value.low === null ? "no figure" : `no figure; by rule at least ${number(value.low)}`;
  }
  if (entry.field === "date") return daysTold(value);
  return entry.field === "type" ? value.replaceAll("_", " ") : visible(value);
}

/** "2018-05-08/2018-05-10" as days. */
export function daysTold(value: string): string {
  const [first = "..", last = ".."] = value.split("/");
  if (first === last) return first === ".." ? "unknown" : dayTold(first);
  if (first === "..") return `by ${dayTold(last)}`;
  return last === ".." ? `from ${dayTold(first)}` : `${dayTold(first)} to ${dayTold(last)}`;
}

/** "8 May 2018"; what is no day stays as it is. */
export function dayTold(day: string | null): string {
  if (!day) return "day unknown";
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.valueOf())) return day;
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** Who says so: a name, or the article itself. */
export const speakerTold = (entry: Entry): string => entry.speaker ?? "the article itself";

/** Whose interest: "a party", "independent", or that it is not known. */
export function sideTold(entry: Pick<Entry, "interest" | "speaker_kind">): string {
  if (entry.interest === "party") return "a party";
  if (entry.interest === "independent") return "independent";
  return entry.speaker_kind ? `${entry.speaker_kind}, side unknown` : "side unknown";
}

const ORDER = ["type", "date", "place", "actors", "recipients", "counts"];

/** Entries in codebook order: what, when, where, who, to whom, how many; the killed before the injured before the rest. */
export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const rank = (entry: Entry): string => {
    const [name = "", kind = ""] = entry.field.split(".");
    const grave = ["killed", "injured"].indexOf(kind);
    return `${ORDER.indexOf(name)}.${grave < 0 ? 9 : grave}`;
  };
  return [...entries].sort((one, other) => rank(one).localeCompare(rank(other)));
}

/** Whether an entry speaks no more: something took its place, or it is told as an earlier figure. */
export const isGone = (entry: Entry): boolean => entry.superseded_by !== null || entry.field.endsWith(".superseded");
