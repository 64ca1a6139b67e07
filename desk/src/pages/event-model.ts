// What the event page derives from an event: pure functions over the answer of the API.
import type { Told } from "../core/api";
import type { Entry } from "../ui/ledger-words";
import type { Role } from "../ui/passage-segments";

export type EventTold = Told<"EventTold">;
export type Event = Told<"Event">;
export type Telling = Told<"Telling">;
export type Evidence = Told<"Evidence">;
export type Actor = Told<"Actor">;

/** "Denied", "planned" and so on as a title says them; "" for what is told as having happened. */
export function standingTold({ polarity, reality, background }: Event["standing"]): string {
  if (polarity === "denied") return "denied";
  if (reality !== "actual") return reality;
  return background ? "background" : "";
}

const NOTICES: Record<string, string> = {
  denied: "Denied, or told as not having happened.",
  planned: "Planned. Nothing in the record says that it happened.",
  threatened: "Threatened. Nothing in the record says that it happened.",
  hypothetical: "Spoken of as possible. Nothing in the record says that it happened.",
  ongoing: "A practice or a state of things that goes on, not one event.",
  background: "Told as background: the reports speak of it as of something past.",
};
export const noticeTold = (standing: string): string => NOTICES[standing] ?? "";

/** The claims behind a value: those of its field that still stand, the account it is shown from first. */
export function claimsFor(event: Event, field: string): readonly Entry[] {
  const [name = ""] = field.split(".");
  const shownFrom = event.values.told_by[field] ?? event.values.told_by[name];
  const found = event.ledger.filter((entry) => entry.field === field || (!field.includes(".") && entry.field.startsWith(`${field}.`)));
  const rank = (entry: Entry) => (entry.superseded_by ? 2 : 0) + (entry.account === shownFrom ? 0 : 1);
  return [...found].sort((one, other) => rank(one) - rank(other));
}

export interface Group {
  readonly id: string;
  readonly articles: readonly (readonly [Told<"ArticleRef">, readonly Telling[]])[];
}

/** Tellings by wire group, then by article; the group with most articles first. */
export function byWire(tellings: readonly Telling[]): readonly Group[] {
  const groups = new Map<string, Map<string, Telling[]>>();
  for (const each of tellings) {
    const group = groups.get(each.wire_group) ?? new Map<string, Telling[]>();
    groups.set(each.wire_group, group);
    group.set(each.article.id, [...(group.get(each.article.id) ?? []), each]);
  }
  const found = [...groups].map(([id, articles]) => ({ id, articles: [...articles.values()].map((told) => [told[0]!.article, told] as const) }));
  return found.sort((one, other) => other.articles.length - one.articles.length);
}

export interface Said {
  readonly speaker: string | null;
  readonly stance: string;
  readonly telling: Telling;
  readonly evidence: readonly Evidence[];
}

export interface Rival {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly for: readonly Said[];
  readonly against: readonly Said[];
}

const DENYING = new Set(["denies", "doubts"]);

/** Everybody who is said to have done it, with who says so and who denies it. What stands on no account affirmed is left out. */
export function rivals(tellings: readonly Telling[]): readonly Rival[] {
  const found = new Map<string, { name: string; kind: string; for: Said[]; against: Said[] }>();
  for (const telling of tellings) {
    telling.account.actors.forEach((actor, at) => {
      const key = actor.id ?? actor.name.toLowerCase();
      const rival = found.get(key) ?? { name: actor.name, kind: actor.kind, for: [], against: [] };
      found.set(key, rival);
      const said = telling.account.attribution.filter((each) => !each.covers.length || each.covers.includes(`actors.${at}`) || each.covers.includes("type"));
      const denying = said.filter((each) => DENYING.has(each.stance));
      rival.against.push(...denying.map((each) => ({ speaker: each.speaker, stance: each.stance, telling, evidence: each.evidence })));
      if (telling.account.polarity === "denied") return;
      const speakers = actor.attributed_by.length ? actor.attributed_by : [null];
      for (const speaker of speakers) {
        const stance = said.find((each) => each.speaker === speaker && !DENYING.has(each.stance))?.stance ?? "asserts";
        rival.for.push({ speaker, stance, telling, evidence: actor.evidence });
      }
    });
  }
  return [...found].map(([key, rival]) => ({ key, ...rival })).filter((rival) => rival.for.length + rival.against.length > 0);
}

const NOUNS: Record<string, string> = {
  asserts: "a statement", claims: "a claim", confirms: "a confirmation", suspects: "a suspicion", denies: "a denial", doubts: "a doubt",
};
/** A stance as a noun, for behind a name. */
export const nounTold = (stance: string): string => NOUNS[stance] ?? stance;

/** The words of an account with their roles, as spans of its article. */
export function spansOf(account: Told<"Account">): readonly Told<"Span">[] {
  const found: Told<"Span">[] = [];
  const add = (role: Role, field: string, value: string | null, evidence: readonly Evidence[]) => {
    for (const { start, end } of evidence) found.push({ start, end, role, owner: account.id, field, value, rule: null });
  };
  add("trigger", "type", account.type, account.evidence);
  add("date", "date", account.date.words, account.date.evidence);
  if (account.place) add("place", "place", account.place.name, account.place.evidence);
  account.actors.forEach((each, at) => add("actor", `actors.${at}`, each.name, each.evidence));
  account.recipients.forEach((each, at) => add("recipient", `recipients.${at}`, each.name, each.evidence));
  account.counts.forEach((each, at) => add("count", `counts.${at}`, each.words, each.evidence));
  account.means.forEach((each, at) => add("means", `means.${at}`, each.name, each.evidence));
  account.attribution.forEach((each, at) => add("speaker", `attribution.${at}`, each.speaker, each.evidence));
  return found;
}

/** A sentence with its footnotes, by number, behind who is named in it; those that name nobody stand at its end. */
export function footnoted(sentence: string, notes: readonly Told<"Note">[]): readonly (string | readonly number[])[] {
  const places = new Map<number, number[]>();
  notes.forEach((note, at) => {
    const says = note.says?.replace(/^(the|a|an) /i, "") ?? "";
    const found = says ? sentence.indexOf(says) : -1;
    const place = found < 0 ? sentence.length : found + says.length;
    places.set(place, [...(places.get(place) ?? []), at]);
  });
  const parts: (string | readonly number[])[] = [];
  let from = 0;
  for (const [place, numbers] of [...places].sort(([one], [other]) => one - other)) {
    if (place > from) parts.push(sentence.slice(from, place));
    parts.push(numbers);
    from = place;
  }
  if (from < sentence.length) parts.push(sentence.slice(from));
  return parts;
}
