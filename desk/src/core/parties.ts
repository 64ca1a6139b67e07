// Parties are told apart by letters first and by colour beside: eight colours that stay apart for colour-blind readers.

const COLOURS = 8;

/** The number of a party's colour: the same for the same party wherever colours suffice. */
export function partyNumber(id: string, all: readonly string[]): number {
  const taken = new Set<number>();
  let found = 0;
  for (const each of [...new Set([...all, id])].sort()) {
    found = hash(each) % COLOURS;
    while (taken.has(found) && taken.size < COLOURS) found = (found + 1) % COLOURS;
    taken.add(found);
    if (each === id) return found;
  }
  return found;
}

function hash(text: string): number {
  let found = 0;
  for (const letter of text) found = (Math.imul(found, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return found;
}

/** Up to three letters for a party: "Reach Liberation Front" is RLF. */
export function letters(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const great = words.filter((word) => /^[\p{Lu}\p{Lo}\p{N}]/u.test(word));
  return (great.length > 1 ? great : words).slice(0, 3).map((word) => [...word][0]).join("").toLocaleUpperCase() || "•";
}
