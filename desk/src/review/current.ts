// The event before the reviewer: what the desk says of it, with what was decided here and is not yet there.
import { batch, computed, signal } from "@preact/signals";
import { get, Refused, type Told } from "../core/api";
import { ask, asked } from "../core/address";
import { expectField } from "./early";
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
export const seen = new Map<string, string>();
/** Rulings that the desk has taken, until the event has come anew with them. */
export const landed = signal<readonly outbox.Kept[]>([]);
const articles = new Map<string, Promise<Told<"ArticleTold">>>();

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

/** A value as typed, by the name people read; null is unknown. */
export const nameOf = (name: string, value: string): string | null => {
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

/** An event, or all, must be asked for anew. */
export function forget(id?: string): void {
  if (id === undefined) known.clear();
  else known.delete(id);
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
  expectField();
  batch(() => {
    if (!rows.peek().some((each) => each.field === name)) added.value = [...added.value, name];
    field.value = name;
    editing.value = { field: name, bound };
  });
}

/** Somebody else was there: look again, and say what is different. */
export async function lookAgain(): Promise<void> {
  const old = rows.peek();
  const id = before.peek()?.id;
  if (!id || outbox.refusal.peek()?.kept.target !== id) return;
  forget(id);
  await open(id);
  const now = before.peek()?.told?.fields ?? [];
  changed.value = now.flatMap((each) => {
    const was = old.find((one) => one.field === each.field);
    if (was && was.shown === each.shown && was.light === (each.light ?? was.light)) return [];
    return [`${fieldName(each.field)}: ${was?.shown ?? "unknown"} → ${each.shown ?? "unknown"}${each.by ? ` (${each.by})` : ""}`];
  });
}

/** Put the cursor on a field; the address says so, for a link to it. */
export function putOn(name: string): void {
  field.value = name;
  ask({ field: name });
}
