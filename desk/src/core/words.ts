// Plain words for what the API names by a key.
import type { Told } from "./api";

/** "1 event", "3 events", "12,000 events". */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** An event in one line, as the command line has it, for people: "? → civilians" is "unknown → civilians". */
export const plainLine = (line: string): string => line.replace(/^\? /, "day unknown, ").replace(/(, |→ )\?(?=,| |$)/g, "$1unknown");

/** 0.974 as "97%". */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** How exactly a place is known. */
export const PRECISIONS: Record<string, string> = {
  exact: "a town or village", near: "near a town or village", admin2: "a district", admin1: "a province", region: "a region",
  country: "a country", unresolved: "not known",
};

/** Kinds of evidence on control, as the answer words them. */
export const EVIDENCE: Record<Told<"ControlEvidence">["kind"], string> = {
  explicit_control: "a statement of who holds it", background_statement: "a passing word on who holds it", capture: "a capture",
  negotiated_transfer: "a hand-over", withdrawal: "a withdrawal", loss: "a loss", denial: "a denial", siege: "a siege",
  clash_inside: "fighting inside", clash_near: "fighting near it", remote_fire_on: "fire from afar",
  attack_by_ied_or_raid: "an attack there", no_control: "word that nobody armed holds it",
};

/** In whose interest a statement is. */
export const VOICES: Record<Told<"ControlEvidence">["voice"], string> = {
  self: "in its own favour", admission: "against its own interest", independent: "no party to it", unnamed: "whose interest is not known",
};

/** A state on control, with its holder where there is one. */
export function state(told: { state: string; holder: string | null }, name = told.holder): string {
  if (told.state === "held") return `held by ${name ?? "a party that no report names"}`;
  if (told.state === "none") return "held by nobody armed";
  return told.state;
}

/** A state in the shares of an answer; a party stands there by its name. */
export const shareOf = (name: string): string => ({ none: "nobody armed", other: "a party that no report names" })[name] ?? name;

/** A country by its two letters, as the reader's browser calls it; the letters, where it knows none. */
export function country(letters: string): string {
  try {
    return new Intl.DisplayNames([...navigator.languages], { type: "region", fallback: "code" }).of(letters) ?? letters;
  } catch {
    return letters;
  }
}
