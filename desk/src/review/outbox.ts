// Decisions on their way: each is kept in this browser until the desk has it, and they are sent one by one, in order.
import { computed, signal } from "@preact/signals";
import { Refused, send } from "../core/api";
import { meta } from "../ui/frame";
import { claimed, holds, tab } from "./tab";

export interface Kept {
  readonly key: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** The event it is about, as the queue names it. */
  readonly target: string;
  readonly field: string | null;
  /** In words: "date = 2019-03-22". */
  readonly told: string;
}

export interface Sent {
  readonly kept: Kept;
  readonly said: unknown;
}

type State = "saved" | "sending" | "waiting";

export const SIGNED_OUT = 401;
const NAME = "tidings.outbox";
const WAITS_MS = [1000, 2000, 5000, 10_000, 30_000];
/** Kept under the name of who decided, so that nobody sends another's; and of the window, so that two do not send one twice. */
const owner = () => `${NAME}.${meta.peek()?.record ?? ""}.${meta.peek()?.who ?? ""}.`;
const place = () => owner() + tab();

export const kept = signal<readonly Kept[]>([]);
export const state = signal<State>("saved");
/** What the desk would not take, and why; it waits until the reviewer says again or never mind. */
export const refusal = signal<{ kept: Kept; status: number; message: string } | undefined>(undefined);
export const waiting = computed(() => kept.value.length);
const listeners: ((sent: Sent) => void)[] = [];
let running = false;
let tries = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Hear of each decision that the desk has taken. */
export const onSent = (listener: (sent: Sent) => void): void => void listeners.push(listener);

let recalled = "";

/** Take up what an earlier visit of whoever is signed in left unsent, or what waited until they were signed in again. */
export async function recall(): Promise<void> {
  if (recalled === owner()) {
    if (refusal.value?.status === SIGNED_OUT) again();
    return;
  }
  recalled = owner();
  refusal.value = undefined;
  kept.value = [];
  await claimed;
  const left = [...listAt(place()), ...(await orphans())];
  if (recalled === owner()) write([...left.filter((each) => !kept.value.some((one) => one.key === each.key)), ...kept.value]);
  void flush();
}

function listAt(name: string): Kept[] {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "[]") as Kept[];
  } catch {
    return [];
  }
}

/** What windows that live no more have left. */
async function orphans(): Promise<Kept[]> {
  const found: Kept[] = [];
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(owner()) || name === place() || !(await holds(name.slice(owner().length)))) continue;
    found.push(...listAt(name));
    localStorage.removeItem(name);
  }
  return found;
}

/** Decide: it is kept at once and sent as soon as may be. */
export function decideOn(decision: Omit<Kept, "key">): Kept {
  const made = { ...decision, key: `${Date.now()}.${Math.random()}` };
  write([...kept.value, made]);
  void flush();
  return made;
}

/** Take back the last decision that has not been sent; undefined when all have been. */
export function takeBack(): Kept | undefined {
  const last = kept.value.at(-1);
  if (!last || (running && kept.value.length === 1)) return undefined;
  if (refusal.value?.kept.key === last.key) refusal.value = undefined;
  write(kept.value.slice(0, -1));
  return last;
}

/** Send what was refused once more, as it is now looked at. */
export function again(seen?: string): void {
  const refused = refusal.value;
  if (!refused) return;
  refusal.value = undefined;
  write(kept.value.map((each) => (each.key === refused.kept.key ? { ...each, body: { ...each.body, ...(seen ? { seen } : {}) } } : each)));
  void flush();
}

/** Give up what was refused. */
export function drop(): void {
  const refused = refusal.value;
  if (!refused) return;
  refusal.value = undefined;
  write(kept.value.filter((each) => each.key !== refused.kept.key));
  void flush();
}

/** All sent, or none can be now. */
export async function settled(): Promise<void> {
  while (running) await new Promise((done) => setTimeout(done, 20));
}

async function flush(): Promise<void> {
  if (running || refusal.value) return;
  running = true;
  clearTimeout(timer);
  try {
    for (let next = kept.value[0]; next && !refusal.value; next = kept.value[0]) {
      state.value = "sending";
      if (!(await sendOne(next))) return;
    }
    state.value = kept.value.length ? "waiting" : "saved";
  } finally {
    running = false;
  }
}

async function sendOne(next: Kept): Promise<boolean> {
  try {
    const said = await send<unknown>("POST", next.path, next.body);
    tries = 0;
    write(follow(kept.value.filter((each) => each.key !== next.key), next, said));
    for (const listener of listeners) listener({ kept: next, said });
    return true;
  } catch (error) {
    const status = error instanceof Refused ? error.status : 0;
    if (status === 0 || status >= 500 || status === 429) later();
    else refusal.value = { kept: next, status, message: (error as Error).message };
    state.value = "waiting";
    return false;
  }
}

/** Those behind it looked at the event as it was before: what the reviewer has done to it since is no surprise to them. */
function follow(rest: readonly Kept[], done: Kept, said: unknown): Kept[] {
  const seen = (said as { seen?: string | null } | undefined)?.seen;
  if (!seen) return [...rest];
  return rest.map((each) => (each.body["seen"] && each.target === done.target ? { ...each, body: { ...each.body, seen } } : each));
}

function later(): void {
  timer = setTimeout(() => void flush(), WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]);
  tries += 1;
}

function write(next: readonly Kept[]): void {
  kept.value = next;
  if (next.length) localStorage.setItem(place(), JSON.stringify(next));
  else localStorage.removeItem(place());
}

addEventListener("online", () => void flush());
