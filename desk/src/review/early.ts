// Keys pressed while a field or a question is about to be drawn: they are for it, and not for the page behind it.
const PATIENCE_MS = 1000;
let since = -Infinity;
let keys: string[] = [];
let coming = 0; // how many have been expected

/** A field or a question is coming. */
export function expectField(): void {
  since = performance.now();
  keys = [];
  coming += 1;
}

/** It is there: the keys that were meant for it. */
export function takeEarly(): string[] {
  since = -Infinity;
  return keys.splice(0);
}

/** What of them is writing. */
export const written = (early: readonly string[]): string => early.filter((key) => [...key].length === 1).join("");

/** Press keys anew, for whoever is there now. */
export function replay(left: readonly string[]): void {
  for (const key of left) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

/**
 * Give the keys to a question one after the other, as long as it is there, and those left over to whoever is there afterwards: a field
 * that an answer has called for takes them up itself.
 */
export async function giveEarly(question: HTMLElement | null, answer: (key: string) => void): Promise<void> {
  const own = coming;
  while (coming === own && keys.length && question?.isConnected) {
    const [key, ...left] = keys.splice(0) as [string, ...string[]];
    since = performance.now(); // what is pressed meanwhile waits in line
    answer(key);
    keys.unshift(...left);
    await new Promise((drawn) => setTimeout(drawn));
  }
  if (coming === own) replay(takeEarly());
}

/** Keep a key if something is coming; tells whether it was kept. */
export function keepEarly(event: KeyboardEvent): boolean {
  if (performance.now() - since > PATIENCE_MS || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key !== "Shift") keys.push(event.key);
  event.preventDefault();
  event.stopImmediatePropagation();
  return true;
}
