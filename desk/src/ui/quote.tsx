// Words of others, always as text: what steers the direction of writing or shows nothing is printed as its code.

// Controls, marks of direction, zero-width signs and halves of letters (as in tidings.export.dossier); long runs of combining marks.
const STEERING =
  /[\u{0}-\u{8}\u{b}-\u{1f}\u{7f}-\u{9f}\u{61c}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{d800}-\u{dfff}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]|(?<=\p{M}{6})\p{M}+/gu;
const IS_MARKS = /^\p{M}/u;

/** A stretch of text: `shown` stands for `length` code points of it; a `mark` is a code that we print in their place. */
export interface Piece {
  readonly shown: string;
  readonly length: number;
  readonly mark: boolean;
}

/** The stretches of a text, in order; those without any mark have their own length in code points as `length` 0 (not counted). */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(STEERING)) {
    if (match.index > at) found.push({ shown: text.slice(at, match.index), length: 0, mark: false });
    found.push({ shown: code(match[0]), length: [...match[0]].length, mark: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ shown: at ? text.slice(at) : text, length: 0, mark: false });
  return found;
}

function code(signs: string): string {
  if (IS_MARKS.test(signs)) return `⟨${[...signs].length.toLocaleString("en")} more marks⟩`;
  return `⟨U+${signs.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** A text for where only a string can stand (a title, a label). */
export const visible = (text: string): string => pieces(text).map((piece) => piece.shown).join("");

/** A text of at most `most` letters, "…" at its end where it was longer. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;

/** A text with its steering signs shown; the number of code points that a code stands for is kept for who selects words. */
export function Safe({ text }: { text: string }) {
  const found = pieces(text);
  if (found.length === 1 && !found[0]!.mark) return <>{found[0]!.shown}</>;
  return (
    <>
      {found.map((piece) =>
        piece.mark ? <span class="steering" data-for={piece.length} title="a sign that would not be seen">{piece.shown}</span> : piece.shown,
      )}
    </>
  );
}

/** A name, title or the like, kept to itself whatever its script. */
export function Said({ text, most = 300 }: { text: string; most?: number }) {
  return (
    <bdi>
      <Safe text={cut(text, most)} />
    </bdi>
  );
}

/** Words in quotation marks. */
export function Quote({ text, most = 300 }: { text: string; most?: number }) {
  return (
    <span class="quote">
      “<Said text={text} most={most} />”
    </span>
  );
}
