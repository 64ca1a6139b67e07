// The event before the reviewer: what the desk says of it, with what was decided here and is not yet there.
import { batch, computed, signal } from "@preact/signals";
import { get, Refused, send, type Told } from "../core/api";
import { ask, asked } from "../core/address";
import { family, fieldName, inOrder, picks, type Pick } from "./fields";
import * as keystrokes from "./keystrokes";
import * as outbox from "./outbox";
import { nameFor } from "./names";
import * as queue from "./queue";
import type { Chosen } from "./words";

export interface Before {
  readonly id: string;
  /** The event; undefined for an account that is only suggested. */
  readonly told?: Told<"EventTold">;
  readonly telling?: Told<"Telling">;
}

export type Light = "suggested" | "disputed" | "accepted" | "set" | "rejected";
export interface Row {
  readonly field: string;
  readonly shown: string | null;
  readonly machine: string | null;
  readonly light: Light;
  readonly by: string | null;
  readonly check: string | null;
  readonly pending: boolean;
}

export const before = signal<Before | undefined>(undefined);
export const failed = signal("");
/** The field under the cursor. */
export const field = signal("");
/** The field that is being written, perhaps with words bound to it. */
export const editing = signal<{ field: string; bound?: Chosen | undefined } | undefined>(undefined);
/** What the reviewer is asked beside the page. */
export const asking = signal<"" | "reject field" | "reject event" | "merge" | "split" | "comment" | "toll">("");
/** Tolls of groups that nobody has told yet, which the reviewer is about to write. */
const added = signal<readonly string[]>([]);
/** What was just done, in words. */
export const done = signal("");
/** What has changed since the reviewer looked, when somebody else was there. */
export const changed = signal<readonly string[]>([]);

const known = new Map<string, Promise<Before>>();
/** What an event is known as since the last ruling on it landed. */
const seen = new Map<string, string>();
/** Rulings that the desk has taken, until the event has come anew with them. */
const landed = signal<readonly outbox.Kept[]>([]);
const articles = new Map<string, Promise<Told<"ArticleTold">>>();
let made: { judgement: string; target: string; told: string }[] = [];

export const rows = computed<Row[]>(() => {
  const told = before.value?.told;
  if (!told) return [];
  const disputed = new Set(told.event.disputed.map((name) => name.replace(/^counts\./, "")));
  const base = told.fields.map((each) => row(each, disputed.has(each.field)));
  const waiting = [...landed.value, ...outbox.kept.value].filter((each) => each.target === before.value?.id && each.field);
  const own = added.value.filter((name) => !base.some((each) => each.field === name)).map(blank);
  return inOrder(waiting.reduce(withKept, [...base, ...own]));
});
export const current = computed(() => rows.value.find((each) => each.field === field.value));
export const options = computed<Pick[]>(() => {
  const told = before.value?.told;
  return told && field.value ? picks(told, field.value) : [];
});

const blank = (name: string): Row => ({ field: name, shown: null, machine: null, light: "suggested", by: null, check: null, pending: false });

function row(each: Told<"FieldLight">, disputed: boolean): Row {
  const light = each.light ?? (disputed ? "disputed" : "suggested");
  return { field: each.field, shown: each.shown, machine: each.machine, light, by: each.by, check: each.check, pending: false };
}

function withKept(all: Row[], each: outbox.Kept): Row[] {
  const { verb, value } = each.body as { verb: string; value?: string };
  const light: Light = verb === "accept" ? "accepted" : verb === "reject" ? "rejected" : "set";
  const old = all.find((one) => one.field === each.field);
  const shown = verb === "set" ? nameOf(each.field ?? "", value ?? "") : verb === "reject" ? null : (old?.shown ?? null);
  const machine = verb === "accept" ? (old?.machine ?? null) : (old?.machine ?? old?.shown ?? null);
  const next = { field: each.field ?? "", shown, machine, light, by: null, check: old?.check ?? null, pending: true };
  return old ? all.map((one) => (one === old ? next : one)) : [...all, next];
}

const nameOf = (name: string, value: string): string | null => {
  if (value === "unknown") return null;
  const told = before.peek()?.told;
  return (told && family(name) === "place" && picks(told, name).find((one) => one.value === value)?.name) || nameFor(value);
};

// --- what is looked at ------------------------------------------------------------------------------------------------------

/** Show an event, or a suggested account. */
export async function open(id: string): Promise<void> {
  if (before.value?.id !== id) {
    before.value = undefined;
    field.value = "";
    changed.value = [];
    added.value = [];
    keystrokes.begin();
  }
  editing.value = undefined;
  asking.value = "";
  try {
    const found = await ahead(id);
    if (queue.at.value !== id) return;
    batch(() => {
      before.value = found;
      landed.value = landed.value.filter((each) => each.target !== id);
      failed.value = "";
    });
    if (found.told) seen.set(id, found.told.seen);
    const wanted = field.value || asked("field");
    field.value = rows.value.find((each) => each.field === wanted)?.field ?? firstUndecided()?.field ?? rows.value[0]?.field ?? "";
  } catch (error) {
    if (queue.at.value === id) failed.value = (error as Error).message;
  }
}

/** Ask for an event before it is needed. */
export function ahead(id: string): Promise<Before> {
  const asked = known.get(id) ?? fetched(id);
  known.set(id, asked);
  asked.catch(() => known.delete(id));
  if (known.size > 12) known.delete(known.keys().next().value ?? "");
  return asked;
}

async function fetched(id: string): Promise<Before> {
  const item = queue.items.value.find((each) => each.id === id);
  if (item?.suggested && queue.isOpen(item)) return { id, telling: await telling(id) };
  try {
    return { id, told: await get<Told<"EventTold">>(`/events/${encodeURIComponent(id)}`) };
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return { id, telling: await telling(id) };
    throw error;
  }
}

const telling = (id: string) => get<Told<"Telling">>(`/accounts/${encodeURIComponent(id)}`);

/** An article; asked for once. */
export function article(id: string): Promise<Told<"ArticleTold">> {
  const asked = articles.get(id) ?? get<Told<"ArticleTold">>(`/articles/${encodeURIComponent(id)}`);
  articles.set(id, asked);
  asked.catch(() => articles.delete(id));
  if (articles.size > 40) articles.delete(articles.keys().next().value ?? "");
  return asked;
}

/** The first field without a light, after the current one where there is one. */
export function firstUndecided(after = ""): Row | undefined {
  const all = rows.value;
  const from = all.findIndex((each) => each.field === after) + 1;
  return [...all.slice(from), ...all.slice(0, from)].find((each) => each.light === "suggested" || each.light === "disputed");
}

/** Write a field, perhaps with words bound to it. */
export function write(name: string, bound?: Chosen): void {
  batch(() => {
    if (!rows.peek().some((each) => each.field === name)) added.value = [...added.value, name];
    field.value = name;
    editing.value = { field: name, bound };
  });
}

// --- what is decided --------------------------------------------------------------------------------------------------------

type Verb = Told<"ToRule">["verb"];
interface More {
  readonly field?: string;
  readonly value?: string;
  readonly bound?: { readonly article: string; readonly start: number; readonly end: number } | undefined;
  readonly others?: readonly string[];
  readonly reason?: string;
}

/** Rule on what is looked at. */
export function rule(verb: Verb, told: string, { field: on, value, bound, others, reason }: More = {}): void {
  const now = before.value;
  if (!now || now.id !== queue.at.value) return;
  const span = bound ? { article: bound.article, start: bound.start, end: bound.end } : {};
  const body = {
    verb, target: now.id, ...(on ? { field: on } : {}), ...(value !== undefined ? { value } : {}), ...(others ? { others } : {}),
    ...(reason ? { reason } : {}), ...span, ...(seen.get(now.id) ? { seen: seen.get(now.id) } : {}),
  };
  known.delete(now.id);
  take(now.id);
  outbox.decideOn({ path: "/judgements", body, target: now.id, field: on ?? null, told });
  done.value = told;
}

let taken = "";

/** Others see who is at it; when somebody else is, that is said, and hinders nothing. */
function take(id: string): void {
  if (taken === id) return;
  taken = id;
  send("POST", `/queue/${encodeURIComponent(id)}/take`).catch((error) => {
    if (error instanceof Refused && error.status === 409) done.value = error.message;
  });
}

/** Write to an event, a field of it, and the words that are chosen. */
export function comment(text: string, on: { target: string; field: string }, words?: Chosen): void {
  const span = words ? { article: words.article, start: words.start, end: words.end } : {};
  const body = { target: on.target, text, ...(on.field ? { field: on.field } : {}), ...span };
  outbox.decideOn({ path: "/comments", body, target: on.target, field: null, told: "comment kept" });
  done.value = "comment kept";
}

export const accept = (name: string): void => rule("accept", `${fieldName(name)} accepted`, { field: name });
export const set = (name: string, value: string, bound?: More["bound"]): void =>
  rule("set", `${fieldName(name)} = ${nameOf(name, value) ?? "unknown"}`, { field: name, value, bound });
export const reject = (name: string, reason: string): void => rule("reject", `${fieldName(name)} rejected: ${reason}`, { field: name, reason });

/** The event is right as it stands; on to the next. */
export function acceptEvent(): void {
  const now = before.value;
  if (!now) return;
  rule("accept", now.told ? "event accepted" : "accepted: it is an event now");
  finish(now.id, "reviewed");
}

export function rejectEvent(reason: string): void {
  const now = before.value;
  if (!now) return;
  rule("reject", `event rejected: ${reason}`, { reason });
  finish(now.id, "rejected");
}

function finish(id: string, state: Told<"QueueItem">["state"]): void {
  queue.mark(id, state);
  keystrokes.decide();
  void queue.goOn();
}

/** Take back the last decision: of this visit, else one's own last on the event. */
export async function undo(who: string): Promise<void> {
  const unsent = outbox.takeBack();
  if (unsent) return back(unsent.target, unsent.told);
  await outbox.settled();
  const last = made.at(-1) ?? ownLast(who);
  if (!last) {
    done.value = "there is nothing of yours to take back here";
    return;
  }
  made = made.filter((each) => each !== last);
  known.clear();
  const path = `/judgements/${encodeURIComponent(last.judgement)}/undo`;
  outbox.decideOn({ path, body: {}, target: last.target, field: null, told: `taken back: ${last.told}` });
  back(last.target, last.told);
}

function ownLast(who: string) {
  const now = before.value;
  const last = now?.told?.history.filter((each) => each.holds && each.by === who && each.verb !== "undo").at(-1);
  return now && last ? { judgement: last.id, target: now.id, told: last.told } : undefined;
}

function back(target: string, told: string): void {
  done.value = `taken back: ${told}`;
  queue.mark(target, undefined);
  if (queue.at.value !== target) queue.show(target);
}

/** What the desk has taken is shown as the desk has it now, whichever page is open by then. */
outbox.onSent(({ kept, said }) => {
  if (kept.path.startsWith("/sets/")) return;
  known.delete(kept.target);
  if (kept.path === "/comments") return void lookAfresh(kept.target);
  const ruled = said as Partial<Told<"Ruled">>;
  const verb = kept.body["verb"];
  if (ruled.judgement && verb) made = [...made, { judgement: ruled.judgement.id, target: kept.target, told: kept.told }];
  if (ruled.seen) seen.set(kept.target, ruled.seen);
  landed.value = [...landed.value, kept];
  if (verb === "merge" || verb === "split" || !verb) {
    known.clear();
    void queue.load(true);
  }
  if (!outbox.kept.value.some((each) => each.target === kept.target)) follow(kept.target, verb === "merge" || verb === "split" ? ruled.event : null);
});

/** On to what an event has become, if that has another id; else it is asked for anew. */
function follow(target: string, event: string | null | undefined): void {
  if (queue.at.value !== target) return;
  if (event && event !== target) queue.show(event);
  else void open(target);
}

function lookAfresh(target: string): void {
  if (queue.at.value === target && !outbox.kept.value.length) void open(target);
}

/** What was refused is given up; the event is as undecided as it was. */
export function giveUp(): void {
  const refused = outbox.refusal.value?.kept;
  if (!refused) return;
  queue.mark(refused.target, undefined);
  done.value = `given up: ${refused.told}`;
  outbox.drop();
}

/** What was refused is sent once more, by somebody who has seen what the event is now. */
export function insist(): void {
  const refused = outbox.refusal.value?.kept;
  if (refused) outbox.again(seen.get(refused.target));
}

/** Somebody else was there: look again, and say what is different. */
export async function lookAgain(): Promise<void> {
  const old = rows.peek();
  const id = before.peek()?.id;
  if (!id || outbox.refusal.peek()?.kept.target !== id) return;
  known.delete(id);
  await open(id);
  const now = before.peek()?.told?.fields ?? [];
  changed.value = now.flatMap((each) => {
    const was = old.find((one) => one.field === each.field);
    if (was && was.shown === each.shown && (was.light === (each.light ?? was.light))) return [];
    return [`${fieldName(each.field)}: ${was?.shown ?? "unknown"} → ${each.shown ?? "unknown"}${each.by ? ` (${each.by})` : ""}`];
  });
}

/** Put the cursor on a field; the address says so, for a link to it. */
export function putOn(name: string): void {
  field.value = name;
  ask({ field: name });
}
