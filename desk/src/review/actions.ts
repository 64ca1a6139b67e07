// What the keys of the review page do. All of them can be given another key (core/keys).
import { keyOf, printed, type Action } from "../core/keys";
import { meta } from "../ui/frame";
import * as now from "./current";
import * as decide from "./deciding";
import { expectField, keepEarly } from "./early";
import { FIELD_KEYS, family, fieldName, isToll, mayBeUnknown, ORDER, type Pick } from "./fields";
import { SEARCH } from "./list";
import { mayJudge, mayLead } from "./may";
import * as outbox from "./outbox";
import * as queue from "./queue";
import { chosen, choosing, enter, leave, moveBy } from "./words";
import { firstLit, firstText } from "./reading";

const page = (name: string, told: string, key: string, run: (event: KeyboardEvent) => void): Action => ({ name: `review.${name}`, told, key, run });

/** Moving about, for whoever may read. */
const MOVES: readonly Action[] = [
  page("next", "next in the queue", "j", () => queue.step(1)),
  page("previous", "the one before in the queue", "k", () => queue.step(-1)),
  page("on", "next that is not decided", "n", () => void queue.goOn()),
  page("search", "search in the queue", "/", () => document.getElementById(SEARCH)?.focus()),
  page("dossier", "dossier of the event, as a file", "D", dossier),
  page("page", "open the event's page", "v", () => open(`/events/${encodeURIComponent(queue.at.value)}`, "_blank", "noopener")),
];

const RULINGS: readonly Action[] = [
  page("accept", "accept the field", "a", () => onField((field) => decide.accept(field))),
  page("accept-event", "accept the event, and on to the next", "A", decide.acceptEvent),
  page("edit", "write another value", "e", () => now.before.value?.told && now.write(now.field.value)),
  page("reject", "reject the value of the field", "x", rejectField),
  page("reject-event", "reject the event", "X", () => ask("reject event")),
  page("merge", "merge with another event", "m", () => now.before.value?.told && ask("merge")),
  page("split", "split accounts off", "s", () => (now.before.value?.told?.tellings.length ?? 0) > 1 && ask("split")),
  page("undo", "take back the last decision", "u", () => void decide.undo(meta.value?.who ?? "")),
  page("comment", "comment", "c", () => ask("comment")),
  page("undecided", "next field, else event, that is not decided", "g", undecided),
  page("words", "choose words by key", "w", chooseWords),
  page("another", "a toll of another group", "+", () => now.before.value?.told && ask("toll")),
  ...Array.from({ length: 9 }, (_, at) => page(`pick-${at + 1}`, `pick value ${at + 1} of the field`, String(at + 1), () => pick(at))),
];
/** Whether there is a refusal that keys may answer. Who was signed out has to sign in, and nothing else. */
export const isRefused = (): boolean => outbox.refusal.value !== undefined && outbox.refusal.value.status !== outbox.SIGNED_OUT;

/** While something was refused. Enter is not taken before, and not from a button: it presses that. */
export const answersToRefusal = (): Action[] => [
  page("again", "send what was refused all the same", "Enter", () => {
    const own = document.activeElement?.closest<HTMLElement>("button, a, summary");
    if (own) own.click();
    else if (outbox.refusal.value?.status === 409) decide.insist();
  }),
  page("give-up", "never mind what was refused", "Escape", decide.giveUp),
];
const LEADS: readonly Action[] = [page("release", "release the event as it stands", "R", () => decide.rule("release", "released"))];

/** The keys of whoever is signed in. */
export const actions = (): Action[] => [...(mayLead() ? LEADS : []), ...(mayJudge() ? RULINGS : []), ...MOVES];

/** While words are chosen, a field's key binds them to it. */
export const bindings = (bind: (field: string) => void): Action[] =>
  ORDER.map((field) => page(`bind-${field}`, `bind the words to ${fieldName(field)}`, FIELD_KEYS[field] ?? "", () => bind(field)));

/**
 * Keys for what is about to be drawn are kept for it; and while words are chosen, their keys are heard before all others, from
 * the very next key on. (What a page offers is known one frame later, and who types fast would lose a key, or hit another action
 * with it.) Gives the function that stops.
 */
export function hearFirst(bind: (field: string) => void): () => void {
  const hear = (event: KeyboardEvent) => {
    if (keepEarly(event)) return;
    if (document.querySelector("dialog[open], input:focus, textarea:focus, select:focus")) return;
    const meant = [...(choosing.value ? choices() : []), ...(chosen.value ? bindings(bind) : [])];
    const found = meant.find((each) => keyOf(each) === printed(event));
    if (!found) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    found.run(event);
  };
  document.addEventListener("keydown", hear);
  return () => document.removeEventListener("keydown", hear);
}

/** Moving while words are chosen by key. */
export const choices = (): Action[] => [
  page("word", "next word; with Shift, take it in", "ArrowRight", (event) => moveBy(1, event.shiftKey)),
  page("word-back", "the word before", "ArrowLeft", (event) => moveBy(-1, event.shiftKey)),
  page("words-on", "ten words on", "ArrowDown", (event) => moveBy(10, event.shiftKey)),
  page("words-back", "ten words back", "ArrowUp", (event) => moveBy(-10, event.shiftKey)),
  page("leave", "no more choosing of words", "Escape", leave),
];

function onField(run: (field: string) => void): void {
  const field = now.field.value;
  if (!field || !now.before.value?.told) return;
  run(field);
  forward(field);
}

/** On to the next field that is not decided, if there is one. */
export function forward(from: string): void {
  const next = now.firstUndecided(from);
  if (next && next.field !== from) now.putOn(next.field);
}

function undecided(): void {
  const next = now.firstUndecided(now.field.value);
  if (next && next.field !== now.field.value) now.putOn(next.field);
  else void queue.goOn();
}

function ask(what: typeof now.asking.value): void {
  if (!now.before.value) return;
  expectField();
  now.asking.value = what;
}

function rejectField(): void {
  if (!now.before.value?.told) return ask("reject event");
  // These cannot be unknown: a wrong one needs another value.
  if (!mayBeUnknown(now.field.value)) now.write(now.field.value);
  else if (now.field.value) ask("reject field");
}

function pick(at: number): void {
  const one: Pick | undefined = now.options.value[at];
  if (one) onField((field) => decide.set(field, one.value, one.words));
}

/** The words that are chosen, for a field: of a toll the group under the cursor, else the first that is told. */
export function bindTo(name: string): void {
  const words = chosen.value;
  if (!words || !now.before.value?.told) return;
  now.write(isToll(name) ? tollField(name) : name, words);
  leave();
}

function tollField(name: string): string {
  if (family(now.field.value) === name) return now.field.value;
  return now.rows.value.find((each) => family(each.field) === name)?.field ?? `${name}.unknown`;
}

/** Choosing begins where the field's own words are, else at the top of the first text. */
function chooseWords(): void {
  const from = firstLit(now.field.value) ?? firstText();
  if (from) enter(from.article, from.start);
}

function dossier(): void {
  if (!now.before.value?.told) return;
  const link = document.createElement("a");
  link.href = `/api/v1/events/${encodeURIComponent(queue.at.value)}/dossier`;
  link.download = "";
  link.click();
}
