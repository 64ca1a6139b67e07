// Text and the words lit in it, cut into what can be drawn: chunks that are laid out only when seen, segments in which the same words hold.
import type { Told } from "../core/api";

export type Role = Told<"Span">["role"];

/** The roles in the order in which their colour wins where words overlap, the last one first; with what they are called. */
export const ROLES: readonly (readonly [Role, string])[] = [
  ["trigger", "what happened"],
  ["quote", "words quoted"],
  ["control", "who holds a place"],
  ["gap", "what nobody knows"],
  ["speaker", "who says so"],
  ["means", "with what"],
  ["date", "when"],
  ["place", "where"],
  ["actor", "who"],
  ["recipient", "to whom"],
  ["count", "how many"],
];
export const ROLE_NAMES = Object.fromEntries(ROLES) as Record<Role, string>;

/** Words lit in a text: `[start, end)` in UTF-16 units; `number`: that of the span among those of its article. */
export interface Lit {
  readonly start: number;
  readonly end: number;
  readonly role: Role;
  readonly number: number;
  /** The sign of whoever bound these words, where several hands are lit in one text. */
  readonly by?: string | undefined;
}

export interface Chunk {
  readonly start: number;
  readonly end: number;
}

export interface Segment extends Chunk {
  readonly lit: readonly Lit[];
}

const LEAST = 1500; // letters of a chunk: short paragraphs go together, so that a million of them are not a million elements
const MOST = 4000; // a longer paragraph is cut between words

/** The chunks of a text: whole paragraphs where that can be. The line feed between two chunks belongs to neither. */
export function chunks(text: string): readonly Chunk[] {
  const found: Chunk[] = [];
  let start = 0;
  while (start < text.length) {
    const end = endOf(text, start);
    found.push({ start, end });
    start = text[end] === "\n" ? end + 1 : end;
  }
  return found;
}

function endOf(text: string, start: number): number {
  if (text.length - start <= LEAST) return text.length;
  const paragraph = text.indexOf("\n", start + LEAST);
  if (paragraph >= 0 && paragraph - start <= MOST) return paragraph;
  if (paragraph < 0 && text.length - start <= MOST) return text.length;
  const line = text.lastIndexOf("\n", start + LEAST);
  if (line > start) return line;
  const blank = text.lastIndexOf(" ", start + MOST);
  if (blank > start) return blank + 1;
  const half = /[\udc00-\udfff]/.test(text[start + MOST] ?? "");
  return start + MOST - (half ? 1 : 0);
}

/** The words lit in each chunk, where both come in the order of the text: one pass over either. */
export function litIn(list: readonly Chunk[], lit: readonly Lit[]): readonly (readonly Lit[])[] {
  let next = 0;
  let open: Lit[] = [];
  return list.map((chunk) => {
    open = open.filter((each) => each.end > chunk.start);
    for (; next < lit.length && lit[next]!.start < chunk.end; next += 1) open.push(lit[next]!);
    return open;
  });
}

/** A stretch in segments in each of which the same words are lit, in order and without a gap. */
export function segments(chunk: Chunk, lit: readonly Lit[]): readonly Segment[] {
  const inside = lit.filter((each) => each.start < chunk.end && each.end > chunk.start);
  const edges = new Set([chunk.start, chunk.end]);
  for (const each of inside) {
    edges.add(Math.max(each.start, chunk.start));
    edges.add(Math.min(each.end, chunk.end));
  }
  const sorted = [...edges].sort((one, other) => one - other);
  const found: Segment[] = [];
  for (let at = 0; at + 1 < sorted.length; at += 1) {
    const [start, end] = [sorted[at]!, sorted[at + 1]!];
    found.push({ start, end, lit: inside.filter((each) => each.start <= start && end <= each.end) });
  }
  return found;
}

const BEFORE = 400; // letters around the words at most, where no sentence ends sooner
const ENDS = /[.!?؟。…]["”’»)\]]*\s+|\n+/g;

/** The sentence (or two) around `[start, end)`, as far as full stops tell. */
export function sentenceAround(text: string, start: number, end: number): Chunk {
  const from = Math.max(0, start - BEFORE);
  const until = Math.min(text.length, end + BEFORE);
  let first = from;
  for (const found of text.slice(from, start).matchAll(ENDS)) first = from + found.index + found[0].length;
  const after = [...text.slice(end, until).matchAll(ENDS)][0];
  const last = after ? end + after.index + after[0].trimEnd().length : until;
  return { start: whole(text, first), end: whole(text, last) };
}

/** The same place, or one unit later where it would cut a letter in half. */
const whole = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text[at] ?? "") && at > 0 ? at + 1 : at);
