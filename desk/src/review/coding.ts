// A coder's answers to one event of a set: a draft in this browser until the event is done, then one answer to the desk.
import { computed, signal } from "@preact/signals";
import type { Told } from "../core/api";
import type { Row } from "./current";
import { expectField } from "./early";
import { CHOICES, family, inOrder, ORDER, type Pick } from "./fields";
import * as keystrokes from "./keystrokes";
import { nameFor } from "./names";
import * as outbox from "./outbox";

type Coded = Told<"CodedField">;
type Item = Told<"SetItem">;
const KEPT = "tidings.draft";
const PLAIN = ORDER.filter((name) => name !== "killed" && name !== "injured");

export const set = signal("");
export const item = signal<Item | undefined>(undefined);
export const field = signal<string>(ORDER[0]);
export const editing = signal<{ field: string; bound?: { article: string; start: number; end: number; quote: string } | undefined } | undefined>(undefined);
export const answers = signal<readonly Coded[]>([]);
/** What the desk has taken of this visit, by set and event. */
const taken = signal<readonly string[]>([]);
const past = signal<readonly (readonly Coded[])[]>([]);
const added = signal<readonly string[]>([]);

const answersOf = (inSet: string): string => `/sets/${encodeURIComponent(inSet)}/answers`;
/** Whether an event was answered in this visit, be the answer still on its way; one that was refused is not. */
export const isAnswered = (inSet: string, event: string): boolean =>
  taken.value.includes(`${answersOf(inSet)} ${event}`) ||
  outbox.kept.value.some((each) => each.path === answersOf(inSet) && each.target === event && each.key !== outbox.refusal.value?.kept.key);

const place = () => `${KEPT}.${set.value}.${item.value?.event ?? ""}`;

/** Begin or go on with an event. */
export function begin(inSet: string, of: Item): void {
  const isSame = set.value === inSet && item.value?.event === of.event;
  set.value = inSet;
  item.value = of;
  if (isSame) return;
  field.value = ORDER[0];
  editing.value = undefined;
  past.value = [];
  added.value = [];
  answers.value = draft() ?? of.mine ?? [];
  keystrokes.begin();
}

function draft(): Coded[] | undefined {
  try {
    return JSON.parse(localStorage.getItem(place()) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

const machineOf = (name: string): Coded | undefined => item.value?.machine?.find((each) => each.field === name);
const mineOf = (name: string): Coded | undefined => answers.value.find((each) => each.field === name);

export const rows = computed<Row[]>(() => {
  const names = new Set<string>([...PLAIN, ...(item.value?.machine ?? []).map((each) => each.field), ...answers.value.map((each) => each.field), ...added.value]);
  return inOrder([...names].map((name) => row(name)));
});

function row(name: string): Row {
  const [mine, machine] = [mineOf(name), machineOf(name)];
  const shown = mine ? mine.value : (machine?.value ?? null);
  return {
    field: name,
    shown: shown == null ? null : nameFor(shown),
    machine: machine?.value == null ? null : nameFor(machine.value),
    light: !mine ? "suggested" : machine && machine.value === mine.value ? "accepted" : "set",
    by: null,
    check: null,
    pending: false,
  };
}

export const options = computed<Pick[]>(() => {
  const machine = machineOf(field.value);
  const own = (CHOICES[field.value] ?? []).map((value) => ({ value, name: value, told: "" }));
  if (machine?.value == null) return own;
  const first = { value: machine.value, name: nameFor(machine.value), told: "machine", words: wordsOf(machine) };
  return [first, ...own.filter((each) => each.value !== machine.value)];
});

const wordsOf = ({ article, start, end }: Coded): Pick["words"] =>
  article != null && start != null && end != null ? { article, start, end } : undefined;

/** How a row stands, in words. */
export const toldOf = (one: Row): string =>
  one.light === "suggested" ? (one.machine === null ? "not coded" : "suggested") : one.light === "accepted" ? "✓ as the machine" : "✎ coded";

// --- answering --------------------------------------------------------------------------------------------------------------

/** Answer a field; null: the text does not say. */
export function answer(name: string, value: string | null, words?: Pick["words"]): void {
  const made: Coded = { field: name, value: value === "unknown" ? null : value, article: words?.article ?? null, start: words?.start ?? null, end: words?.end ?? null };
  keep([...answers.value.filter((each) => each.field !== name), made]);
}

/** The machine's value holds, with its words. */
export function acceptMachine(name: string): void {
  const machine = machineOf(name);
  if (machine) answer(name, machine.value, wordsOf(machine));
}

export function write(name: string, bound?: { article: string; start: number; end: number; quote: string }): void {
  expectField();
  if (!rows.value.some((each) => each.field === name)) added.value = [...added.value, name];
  field.value = name;
  editing.value = { field: name, bound };
}

export function undo(): void {
  const last = past.value.at(-1);
  if (!last) return;
  past.value = past.value.slice(0, -1);
  answers.value = last;
  localStorage.setItem(place(), JSON.stringify(last));
}

function keep(next: readonly Coded[]): void {
  past.value = [...past.value, answers.value];
  answers.value = next;
  localStorage.setItem(place(), JSON.stringify(next));
}

/** The next field that is not coded yet, after one. */
export function nextField(after: string): string | undefined {
  const all = rows.value;
  const from = all.findIndex((each) => each.field === after) + 1;
  return [...all.slice(from), ...all.slice(0, from)].find((each) => each.light === "suggested")?.field;
}

/** The event is coded: what is not answered is unknown. */
export function finish(isEvent: boolean): void {
  const of = item.value;
  if (!of) return;
  const fields = isEvent ? answers.value.filter((each) => family(each.field)) : [];
  const body = { event: of.event, fields, is_event: isEvent, ...keystrokes.spent() };
  outbox.decideOn({ path: answersOf(set.value), body, target: of.event, field: null, told: isEvent ? "coded" : "no event" });
  keystrokes.decide();
}

// The draft is kept until the desk has the answer: what is refused can be mended.
outbox.onSent(({ kept }) => {
  if (!kept.path.endsWith("/answers")) return;
  taken.value = [...taken.value, `${kept.path} ${kept.target}`];
  localStorage.removeItem(`${KEPT}.${decodeURIComponent(kept.path.split("/")[2] ?? "")}.${kept.target}`);
});
