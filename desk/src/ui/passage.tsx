import "./passage.css";
import type { ComponentChild, RefObject } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Safe } from "./quote";
import { offsetsOf } from "./passage-offsets";
import { chunks, litIn, segments, type Chunk, type Lit } from "./passage-segments";
import type { Told } from "../core/api";

/** The spans of an article as words lit in its text, in the order of the text. */
export function litOf(text: string, spans: readonly (Told<"Span"> & { readonly by?: string })[]): readonly Lit[] {
  const { toUnits } = offsetsOf(text);
  const found = spans.map((span, number) => ({ start: toUnits(span.start), end: toUnits(span.end), role: span.role, number, by: span.by }));
  return found.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** A stretch of text with its lit words. Each carries the numbers of its spans (`data-spans`), so that whoever listens knows them. */
export function Stretch({ text, chunk, lit }: { text: string; chunk: Chunk; lit: readonly Lit[] }) {
  return (
    <>
      {segments(chunk, lit).map((segment) => {
        const shown = <Safe text={text.slice(segment.start, segment.end)} />;
        if (!segment.lit.length) return shown;
        const roles = [...new Set(segment.lit.map((each) => `r-${each.role}`))];
        const by = [...new Set(segment.lit.flatMap((each) => each.by ?? []))].sort().join(" ");
        const several = roles.length > 1 ? " several" : "";
        return (
          <mark class={`lit ${roles.join(" ")}${several}`} data-spans={segment.lit.map((each) => each.number).join(" ")} tabIndex={-1} {...(by ? { "data-by": by } : {})}>
            {shown}
          </mark>
        );
      })}
    </>
  );
}

const FIRST = 12; // chunks that are drawn at once where it is done in steps: more than a window holds
const MORE = 60; // and so many each time that the browser has nothing else to do

interface PassageProps {
  readonly text: string;
  readonly lit: readonly Lit[];
  readonly language?: string | null;
  readonly root?: RefObject<HTMLDivElement | null>;
  /** Draw the first screens first and the rest when the browser is idle; whoever looks for words farther down waits with `onceDrawn`. */
  readonly inSteps?: boolean;
}

/**
 * A whole text. It is drawn once: which roles are coloured is a matter of the classes `on-ROLE` of what stands around it. Only chunks
 * that are seen are laid out, so that two megabytes stay usable.
 */
export function Passage({ text, lit, language, root, inSteps }: PassageProps) {
  const parts = useMemo(() => chunks(text), [text]);
  const count = useSteps(inSteps ? parts.length : 0, parts);
  const draw = useMemo(() => {
    const { toPoints } = offsetsOf(text);
    const inside = litIn(parts, lit);
    const drawn: ComponentChild[] = [];
    return (many: number) => {
      for (let at = drawn.length; at < many; at += 1) {
        drawn.push(
          <div class="chunk" dir="auto" data-from={toPoints(parts[at]!.start)}>
            <Stretch text={text} chunk={parts[at]!} lit={inside[at]!} />
          </div>,
        );
      }
      return drawn.slice(0, many);
    };
  }, [text, lit]);
  const many = inSteps ? count : parts.length;
  return (
    <div class="passage" data-drawn={many < parts.length ? "in part" : "whole"} {...(root ? { ref: root } : {})} {...(language ? { lang: language } : {})}>
      {draw(many)}
    </div>
  );
}

/** How many of so many chunks are drawn by now; it begins anew with another text. */
function useSteps(all: number, of: unknown): number {
  const [drawn, setDrawn] = useState({ of, count: FIRST });
  const count = Math.min(drawn.of === of ? drawn.count : FIRST, all);
  useEffect(() => {
    if (count >= all) return;
    const next = requestIdleCallback(() => setDrawn({ of, count: count + MORE }), { timeout: 200 });
    return () => cancelIdleCallback(next);
  }, [count, all, of]);
  return count;
}

/** Do something with the words of a passage once they are drawn: `run` says whether they were. */
export function onceDrawn(root: HTMLElement, run: () => boolean): void {
  if (run() || root.dataset["drawn"] === "whole") return;
  const watch = new MutationObserver(() => {
    if (run() || root.dataset["drawn"] === "whole") watch.disconnect();
  });
  watch.observe(root, { childList: true, attributes: true, attributeFilter: ["data-drawn"] });
}
