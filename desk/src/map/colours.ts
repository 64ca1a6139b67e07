// The map takes its colours from the page's own (styles.css), so that light and dark are one choice.

export interface Colours {
  readonly sea: string;
  readonly land: string;
  readonly border: string;
  readonly text: string;
  readonly faint: string;
  readonly ground: string;
  readonly mark: string;
  readonly markText: string;
  readonly area: string;
  readonly parties: readonly string[];
}

export const PARTIES = 8;

/** The colours as the page has them now. */
export function colours(): Colours {
  const told = getComputedStyle(document.documentElement);
  const of = (name: string) => told.getPropertyValue(`--${name}`).trim();
  return {
    sea: of("sea"), land: of("land"), border: of("border"), text: of("text"), faint: of("faint"), ground: of("ground"),
    mark: of("mark"), markText: of("mark-text"), area: of("area"),
    parties: Array.from({ length: PARTIES }, (_, number) => of(`party-${number}`)),
  };
}
