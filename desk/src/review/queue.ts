// The queue: what to look at, the most worth a look first, and where in it the reviewer is.
import { computed, signal } from "@preact/signals";
import { get, type Told } from "../core/api";
import { go, path } from "../core/address";

type Item = Told<"QueueItem">;
const PAGE = 100;
const OPEN = ["suggested", "in review", "re-opened"];

export const items = signal<readonly Item[]>([]);
export const total = signal(0);
export const failed = signal("");
/** Words that the list is narrowed to. */
export const sought = signal("");
/** Whether what has been reviewed is listed too. */
export const everything = signal(false);
/** What was decided since the list was asked for. */
const decided = signal<Record<string, Item["state"]>>({});
let cursor: string | null = null;
let loading: Promise<void> | undefined;

/** The event that is looked at. */
export const at = computed(() => /^\/queue\/([^/]+)$/.exec(path.value)?.[1] ?? "");
export const stateOf = (item: Item): Item["state"] => decided.value[item.id] ?? item.state;
export const isOpen = (item: Item): boolean => OPEN.includes(stateOf(item));
export const shown = computed(() => {
  const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
  return items.value.filter((item) => words.every((word) => item.told.toLowerCase().includes(word)));
});
export const left = computed(() => Math.max(0, total.value - items.value.filter((item) => !isOpen(item) && OPEN.includes(item.state)).length));

/** Ask for the list; `anew`: though it is here, as after a merge. */
export async function load(anew = false): Promise<void> {
  if (items.value.length && !anew) return;
  loading ??= ask(null, Math.max(PAGE, items.value.length)).finally(() => (loading = undefined));
  await loading;
}

/** The next stretch of it. */
export async function more(): Promise<void> {
  if (!cursor || loading) return loading;
  loading = ask(cursor, PAGE).finally(() => (loading = undefined));
  await loading;
}

export const hasMore = (): boolean => cursor !== null;

async function ask(from: string | null, limit: number): Promise<void> {
  try {
    const told = await get<Told<"Queue">>("/queue", { cursor: from, limit: Math.min(200, limit), all: everything.value ? 1 : null });
    items.value = from ? [...items.value, ...told.items] : told.items;
    if (!from) decided.value = {};
    total.value = told.open;
    cursor = told.next;
    failed.value = "";
  } catch (error) {
    failed.value = (error as Error).message;
  }
}

/** An event is decided, or again undecided. */
export function mark(id: string, state: Item["state"] | undefined): void {
  const { [id]: _, ...rest } = decided.value;
  decided.value = state ? { ...rest, [id]: state } : rest;
}

export const show = (id: string): void => go(`/queue/${encodeURIComponent(id)}`);

/** The one before or after in the list. */
export function step(by: number): void {
  const list = shown.value;
  const next = list[list.findIndex((item) => item.id === at.value) + by];
  if (next && next.id !== at.value) show(next.id);
}

/** The next that nobody has decided, from here on and then from the top. */
export function nextOpen(): Item | undefined {
  const list = shown.value;
  const here = list.findIndex((item) => item.id === at.value);
  return [...list.slice(here + 1), ...list.slice(0, Math.max(0, here))].find(isOpen);
}

/** Go to it; to the queue's end when there is none. */
export async function goOn(): Promise<void> {
  const next = nextOpen();
  if (next) return show(next.id);
  if (hasMore()) {
    await more();
    const later = nextOpen();
    if (later) return show(later.id);
  }
  go("/queue?done=1");
}
