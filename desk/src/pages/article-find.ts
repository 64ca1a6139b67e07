// Finding words in the text of an article and bringing them to sight.
import { onceDrawn } from "../ui/passage";
import { drawnAt } from "../ui/passage-offsets";
import type { Lit } from "../ui/passage-segments";

/** The elements of one span, in order. */
const elementsOf = (root: Element, number: number): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(`[data-spans~="${number}"]`)];

/** Bring the words of a span to sight and let them flash, as soon as they are drawn; the first of them has the focus. */
export function flash(root: HTMLElement, number: number): void {
  for (const old of root.querySelectorAll(".flash")) old.classList.remove("flash");
  root.dataset["now"] = String(number);
  onceDrawn(root, () => root.dataset["now"] !== String(number) || isLit(elementsOf(root, number)));
}

function isLit(words: readonly HTMLElement[]): boolean {
  words[0]?.scrollIntoView({ block: "center" });
  // Once more when what stands above has been laid out, for its height was only guessed.
  requestAnimationFrame(() => words[0]?.scrollIntoView({ block: "center" }));
  words[0]?.focus({ preventScroll: true });
  for (const each of words) each.classList.add("flash");
  return words.length > 0;
}

/** Bring `[start, end)` in code points of the text to sight, which is no value's words, and mark it as far as the browser can. */
export function point(root: HTMLElement, start: number, end: number): void {
  onceDrawn(root, () => {
    if (root.dataset["drawn"] !== "whole") return false;
    pointed(drawnAt(root, start, end));
    return true;
  });
}

function pointed(range: Range | null): void {
  if (!range) return;
  const holder = range.startContainer.parentElement;
  const show = () => {
    const box = range.getBoundingClientRect();
    scrollBy(0, box.top - innerHeight / 3);
  };
  holder?.scrollIntoView({ block: "start" });
  show();
  requestAnimationFrame(show); // once more when what stands above has been laid out
  if ("highlights" in CSS) CSS.highlights.set("asked", new Highlight(range));
}

/** To the span behind (or before) the one that flashed last, or that has the focus. */
export function nextLit(root: HTMLElement, lit: readonly Lit[], by: 1 | -1): void {
  const focused = root.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["spans"]?.split(" ") : undefined;
  const now = root.dataset["now"];
  const here = focused && !(now && focused.includes(now)) ? focused[0] : now;
  const at = here === undefined ? -1 : lit.findIndex((each) => each.number === Number(here));
  const next = lit[at < 0 && by < 0 ? lit.length - 1 : at + by];
  if (next) flash(root, next.number);
}

/** Where a quotation stands in a text, whatever its blanks; null when it does not. Half a quotation is looked for where it was cut. */
export function found(text: string, quote: string): { start: number; end: number } | null {
  const words = quote.replaceAll("…", " ").trim().split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  const plain = text.indexOf(words.join(" "));
  if (plain >= 0) return { start: plain, end: plain + words.join(" ").length };
  const pattern = words.slice(0, 40).map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("\\s+");
  const match = new RegExp(pattern, "u").exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : null;
}
