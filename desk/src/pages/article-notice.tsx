// A label before a text that tells of grave harm; it is remembered that somebody wants such texts shown at once.
import { useState } from "preact/hooks";
import type { Told } from "../core/api";

const KEPT = "tidings.graphic";

/** Why an article has a label, or "" where it has none: killed civilians, or sexual violence. */
export function noticeFor(told: Told<"ArticleTold">): string {
  const accounts = [...told.accounts, ...told.suggested];
  if (accounts.some((each) => each.type.includes("sexual"))) return "sexual violence";
  const harmed = new Set(["civilians", "children", "women", "unknown"]);
  const killed = accounts.some((each) =>
    each.counts.some((count) => count.kind === "killed" && harmed.has(count.group) && (count.high ?? count.best ?? count.low ?? 1) >= 1),
  );
  return killed ? "people killed" : "";
}

export interface Seen {
  readonly seen: boolean;
  show(always: boolean): void;
}

export function useNotice(): Seen {
  const [seen, setSeen] = useState(localStorage.getItem(KEPT) === "shown");
  return {
    seen,
    show: (always) => {
      if (always) localStorage.setItem(KEPT, "shown");
      setSeen(true);
    },
  };
}

export function Notice({ reason, notice }: { reason: string; notice: Seen }) {
  return (
    <section class="graphic" aria-labelledby="graphic">
      <h2 id="graphic">This text tells of {reason}</h2>
      <p>It has no pictures and no sound. What it says stands in neutral words on the pages of its events.</p>
      <p>
        <button type="button" class="main" onClick={() => notice.show(false)}>Show this text</button>{" "}
        <button type="button" onClick={() => notice.show(true)}>Show such texts from now on</button>
      </p>
    </section>
  );
}

/** Ask again from now on. */
export const askAgain = (): void => localStorage.removeItem(KEPT);
