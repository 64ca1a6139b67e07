// How many keys a decision takes: counted from when an event is opened to when it is decided as a whole.
import { computed, signal } from "@preact/signals";

const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "CapsLock", "AltGraph"];
let now = 0;
let since = performance.now();
const decided = signal<readonly number[]>([]);

/** Count every key while the page is shown; gives the function that stops. */
export function countKeys(): () => void {
  const count = (event: KeyboardEvent) => {
    if (!event.repeat && !MODIFIERS.includes(event.key)) now += 1;
  };
  addEventListener("keydown", count, true);
  return () => removeEventListener("keydown", count, true);
}

/** Another event is before the reviewer. */
export function begin(): void {
  now = 0;
  since = performance.now();
}

/** Keys and seconds since it was opened. */
export const spent = (): { keys: number; seconds: number } => ({ keys: now, seconds: Math.round((performance.now() - since) / 100) / 10 });

/** The event is decided. */
export function decide(): void {
  decided.value = [...decided.value, now];
  begin();
}

/** Events decided since the desk was opened, and the median number of keys each took. */
export const session = computed(() => {
  const sorted = [...decided.value].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { events: sorted.length, median: sorted.length ? (median ?? 0) : null };
});
