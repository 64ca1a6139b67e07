// The one place where code points (the record's offsets) and UTF-16 units (the browser's) are turned into each other.

export interface Offsets {
  /** UTF-16 index of a code point. */
  toUnits(point: number): number;
  /** Code point of a UTF-16 index. */
  toPoints(unit: number): number;
}

/** The offsets of a text; without letters beyond the basic plane both counts are one. */
export function offsetsOf(text: string): Offsets {
  const astral: number[] = [];
  if (/[\ud800-\udbff]/.test(text)) {
    for (const found of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) astral.push(found.index - astral.length);
  }
  if (!astral.length) return { toUnits: (point) => point, toPoints: (unit) => unit };
  return {
    toUnits: (point) => point + countBelow(astral.length, (n) => astral[n]! < point),
    toPoints: (unit) => unit - countBelow(astral.length, (n) => astral[n]! + n < unit),
  };
}

/** How many of the first `count` numbers hold, where those that do come first. */
function countBelow(count: number, holds: (n: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The words that are selected inside `root` (a passage), as `[start, end)` in code points of the text; null for none. */
export function selectedWords(root: Element): { start: number; end: number } | null {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const start = pointAt(range.startContainer, range.startOffset);
  const end = pointAt(range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? { start, end } : null;
}

/** The code point at a place of a passage: that of its chunk, and the letters of the chunk before the place. */
function pointAt(node: Node, offset: number): number | null {
  const holder = node instanceof Element ? node : node.parentElement;
  const chunk = holder?.closest<HTMLElement>("[data-from]");
  if (!chunk) return null;
  const before = document.createRange();
  before.setStart(chunk, 0);
  before.setEnd(node, offset);
  const part = before.cloneContents();
  let count = 0;
  for (const mark of part.querySelectorAll<HTMLElement>("[data-for]")) {
    count += Number(mark.dataset["for"]) - [...(mark.textContent ?? "")].length;
  }
  return Number(chunk.dataset["from"]) + count + [...(part.textContent ?? "")].length;
}

/** The stretch `[start, end)`, in code points of the text, as it is drawn in a passage; null where it is not. */
export function drawnAt(root: Element, start: number, end: number): Range | null {
  const [first, last] = [placeAt(root, start), placeAt(root, end)];
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(...first);
  range.setEnd(...last);
  return range;
}

/** Where a code point is drawn: a text node and the place in it; of a sign that is printed as its code, the beginning of that. */
function placeAt(root: Element, point: number): [Text, number] | null {
  const chunks = [...root.querySelectorAll<HTMLElement>("[data-from]")];
  const chunk = chunks[countBelow(chunks.length, (n) => Number(chunks[n]!.dataset["from"]) <= point) - 1];
  if (!chunk) return null;
  let left = point - Number(chunk.dataset["from"]);
  let last: Text | null = null;
  const walk = document.createTreeWalker(chunk, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode() as Text | null; node; node = walk.nextNode() as Text | null) {
    const stands = node.parentElement?.dataset["for"];
    const { toPoints, toUnits } = offsetsOf(node.data);
    const length = stands ? Number(stands) : toPoints(node.data.length);
    if (left < length) return [node, stands ? 0 : toUnits(left)];
    left -= length;
    last = node;
  }
  return last ? [last, last.data.length] : null;
}
