// A question to the API as a signal: what is known, whether it is on its way, what went wrong.
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { address, from, type Values } from "./api";

export interface Asked<T> {
  readonly value: T | undefined;
  readonly error: string;
  readonly waiting: boolean;
  again(): void;
}

/**
 * Asks whenever the question becomes another one; an older question is given up. `question` reads signals and gives path and values, or
 * null to ask nothing. The last answer stays until the next is there, so that nothing flickers.
 */
export function useAsked<T>(question: () => readonly [string, Values?] | null): Asked<T> {
  const value = useSignal<T | undefined>(undefined);
  const error = useSignal("");
  const waiting = useSignal(false);
  const tick = useSignal(0);
  const where = useComputed(() => {
    const asked = question();
    return asked ? address(...asked) : "";
  });
  useSignalEffect(() => {
    void tick.value;
    if (!where.value) {
      value.value = undefined;
      return;
    }
    const stop = new AbortController();
    waiting.value = true;
    from<T>(where.value, stop.signal)
      .then((told) => {
        value.value = told;
        error.value = "";
        waiting.value = false;
      })
      .catch((reason: Error) => {
        if (stop.signal.aborted) return;
        error.value = reason.message;
        waiting.value = false;
      });
    return () => stop.abort();
  });
  return {
    get value() { return value.value; },
    get error() { return error.value; },
    get waiting() { return waiting.value; },
    again: () => void (tick.value += 1),
  };
}
