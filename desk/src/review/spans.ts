// Which words of an article stand for which field of an event: from the claims of its ledger.
import type { Told } from "../core/api";
import { family } from "./fields";

type Span = Told<"Span">;
const ROLES: Record<string, Span["role"]> = { date: "date", place: "place", actors: "actor", recipients: "recipient" };
const roleOf = (field: string): Span["role"] => ROLES[family(field)] ?? (field.includes(".") ? "count" : "trigger");

const span = (owner: string, { start, end }: { start: number; end: number }, field: string): Span => ({
  start, end, role: roleOf(field), owner, field, value: null, rule: null,
});

/** The words of an event in one of its articles. */
export const spansOf = (told: Told<"EventTold">, article: string): Span[] =>
  told.event.ledger
    .filter((claim) => claim.article === article)
    .flatMap((claim) => claim.evidence.map((each) => span(claim.account, each, claim.field.replace(/^counts\./, ""))));

/** The words of an account that is in no event yet. */
export function spansOfAccount(account: Told<"Account">): Span[] {
  const own: [string, readonly Told<"Evidence">[]][] = [
    ["type", account.evidence],
    ["date", account.date.evidence],
    ["place", account.place?.evidence ?? []],
    ...account.actors.map((one): [string, Told<"Evidence">[]] => ["actors", one.evidence]),
    ...account.recipients.map((one): [string, Told<"Evidence">[]] => ["recipients", one.evidence]),
    ...account.counts.map((one): [string, Told<"Evidence">[]] => [`${one.kind}.${one.group}`, one.evidence]),
  ];
  return own.flatMap(([field, evidence]) => evidence.map((each) => span(account.id, each, field)));
}

/** Words with the sign of whoever bound them. */
export type BoundSpan = Span & { readonly by?: string };

/** The words that each who answered a field has bound to it, in one article. */
export const spansOfAnswers = (one: Told<"Disagreement">, signOf: (who: string) => string, article: string): BoundSpan[] =>
  Object.entries(one.words).flatMap(([who, answer]) => spansBound([answer], article).map((each) => ({ ...each, owner: who, by: signOf(who) })));

/** The words that a coder has bound to fields, in one article. */
export const spansBound = (fields: readonly Told<"CodedField">[], article: string): Span[] =>
  fields.flatMap((each) =>
    each.article === article && each.start != null && each.end != null ? [span("mine", { start: each.start, end: each.end }, each.field)] : [],
  );
