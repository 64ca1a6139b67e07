// Choosing words of an article, by key or by hand. Offsets are code points, as the record counts them.
import { signal } from "@preact/signals";
import { offsetsOf, selectedWords } from "../ui/passage-offsets";

/** Words that somebody has chosen in an article: a half-open range of code points. */
export interface Chosen {
  readonly article: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

export const chosen = signal<Chosen | undefined>(undefined);
/** Whether words are being chosen by key. */
export const choosing = signal(false);

const LONG = 200_000;
const texts = new Map<string, string>();

/** The texts that are shown, so that a selection can be read as words of them. */
export const keepText = (article: string, text: string): void => void texts.set(article, text);

/** Hear what is selected in the passages, by mouse, by touch or by caret; gives the function that stops. */
export function hearSelection(): () => void {
  document.addEventListener("selectionchange", hear);
  return () => {
    document.removeEventListener("selectionchange", hear);
    leave();
  };
}

function hear(): void {
  if (choosing.peek()) return; // what is chosen by key is known already
  const anchor = getSelection()?.anchorNode;
  const root = (anchor instanceof Element ? anchor : anchor?.parentElement)?.closest<HTMLElement>("[data-article]");
  const article = root?.dataset["article"] ?? "";
  const found = root && selectedWords(root);
  chosen.value = found ? trimmed(article, found.start, found.end) : undefined;
}

/** Without the blanks at both ends; undefined where nothing else is there. */
function trimmed(article: string, start: number, end: number): Chosen | undefined {
  const text = texts.get(article) ?? "";
  const { toUnits, toPoints } = offsetsOf(text);
  const said = text.slice(toUnits(start), toUnits(end));
  const quote = said.trim();
  if (!quote) return undefined;
  const from = toUnits(start) + said.length - said.trimStart().length;
  return { article, start: toPoints(from), end: toPoints(from + quote.length), quote };
}

// --- by key -----------------------------------------------------------------------------------------------------------------

let words: (readonly [number, number])[] = [];
let anchor = 0;
let focus = 0;
let inside = "";

/** Words of a text as [start, end) in UTF-16 units. Very long texts are cut at white space, which is quick. */
function wordsOf(text: string): (readonly [number, number])[] {
  if (text.length > LONG) return [...text.matchAll(/\S+/gu)].map((each) => [each.index, each.index + each[0].length]);
  const found = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
  return [...found].filter((each) => each.isWordLike).map((each) => [each.index, each.index + each.segment.length]);
}

/** Begin to choose in an article, at the word at a code point. */
export function enter(article: string, at: number): void {
  const text = texts.get(article) ?? "";
  const unit = offsetsOf(text).toUnits(at);
  words = wordsOf(text);
  if (!words.length) return;
  inside = article;
  anchor = focus = Math.max(0, words.findIndex(([, end]) => end > unit));
  choosing.value = true;
  select();
}

/** To the next word, or many on; `extend` keeps the words between. */
export function moveBy(by: number, extend: boolean): void {
  focus = Math.max(0, Math.min(words.length - 1, focus + by));
  if (!extend) anchor = focus;
  select();
}

/** No more choosing. */
export function leave(): void {
  choosing.value = false;
  chosen.value = undefined;
  getSelection()?.removeAllRanges();
}

function select(): void {
  const [first, last] = [words[Math.min(anchor, focus)], words[Math.max(anchor, focus)]];
  if (!first || !last) return;
  const text = texts.get(inside) ?? "";
  const { toPoints } = offsetsOf(text);
  const [start, end] = [toPoints(first[0]), toPoints(last[1])];
  chosen.value = { article: inside, start, end, quote: text.slice(first[0], last[1]) };
  const root = document.querySelector(`[data-article="${CSS.escape(inside)}"]`);
  const [from, to] = [root && inPage(root, start), root && inPage(root, end - 1)];
  if (!from || !to) return;
  getSelection()?.setBaseAndExtent(from[0], from[1], to[0], Math.min(to[1] + (to[2] ? 1 : 0), to[0].data.length));
  (anchor <= focus ? to : from)[0].parentElement?.scrollIntoView({ block: "nearest" });
}

/** The text node and its unit at a code point of a passage; whether the point is drawn as itself and not as a code for it. */
function inPage(root: Element, point: number): [Text, number, boolean] | undefined {
  const chunk = [...root.querySelectorAll<HTMLElement>("[data-from]")].findLast((each) => Number(each.dataset["from"]) <= point);
  if (!chunk) return undefined;
  let at = Number(chunk.dataset["from"]);
  const walker = document.createTreeWalker(chunk, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const code = node.parentElement?.closest<HTMLElement>("[data-for]");
    const length = code ? Number(code.dataset["for"]) : [...node.data].length;
    if (point < at + length) return [node, code ? 0 : offsetsOf(node.data).toUnits(point - at), !code];
    at += length;
  }
  return undefined;
}
