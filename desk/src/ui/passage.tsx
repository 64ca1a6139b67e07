import "./passage.css";
import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import { Safe } from "./quote";
import { offsetsOf } from "./passage-offsets";
import { chunks, litIn, segments, type Chunk, type Lit } from "./passage-segments";
import type { Told } from "../core/api";

/** The spans of an article as words lit in its text, in the order of the text. */
export function litOf(text: string, spans: readonly Told<"Span">[]): readonly Lit[] {
  const { toUnits } = offsetsOf(text);
  const found = spans.map((span, number) => ({ start: toUnits(span.start), end: toUnits(span.end), role: span.role, number }));
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
        const several = roles.length > 1 ? " several" : "";
        return (
          <mark class={`lit ${roles.join(" ")}${several}`} data-spans={segment.lit.map((each) => each.number).join(" ")} tabIndex={-1}>
            {shown}
          </mark>
        );
      })}
    </>
  );
}

/**
 * A whole text. It is drawn once: which roles are coloured is a matter of the classes `on-ROLE` of what stands around it. Only chunks
 * that are seen are laid out, so that two megabytes stay usable.
 */
export function Passage({ text, lit, language, root }: { text: string; lit: readonly Lit[]; language?: string | null; root?: RefObject<HTMLDivElement | null> }) {
  const body = useMemo(() => {
    const { toPoints } = offsetsOf(text);
    const parts = chunks(text);
    const inside = litIn(parts, lit);
    return parts.map((chunk, at) => (
      <div class="chunk" dir="auto" data-from={toPoints(chunk.start)}>
        <Stretch text={text} chunk={chunk} lit={inside[at]!} />
      </div>
    ));
  }, [text, lit]);
  return (
    <div class="passage" {...(root ? { ref: root } : {})} {...(language ? { lang: language } : {})}>
      {body}
    </div>
  );
}
