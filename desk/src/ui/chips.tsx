import type { ComponentChildren } from "preact";

interface ChipProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly remove: () => void;
}

/** A filter that is set, with the button that takes it off. */
export function Chip({ label, value, remove }: ChipProps) {
  return (
    <li class="chip">
      <span class="faint">{label}</span> <bdi>{value}</bdi>
      <button type="button" onClick={remove} aria-label={`Take off the filter: ${label}`}>×</button>
    </li>
  );
}

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}
interface ChoicesProps {
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly chosen: string;
  readonly choose: (id: string) => void;
  /** How many are shown at once; the others stand behind "more". */
  readonly first?: number;
}

/** Values that a filter may have, each with its number of events; the chosen one is pressed and a second press lets it go. */
export function Choices({ legend, choices, chosen, choose, first = 6 }: ChoicesProps) {
  const shown = choices.slice(0, first);
  const rest = choices.slice(first);
  const held = chosen && !choices.some((each) => each.id === chosen) ? [{ id: chosen, name: chosen, count: 0 }] : [];
  const row = (each: Choice) => (
    <li key={each.id}>
      <button type="button" aria-pressed={each.id === chosen} onClick={() => choose(each.id === chosen ? "" : each.id)}>
        <bdi>{each.name}</bdi> <span class="count">{each.count.toLocaleString("en")}</span>
      </button>
    </li>
  );
  if (!choices.length && !held.length) return null;
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      <ul>{[...held, ...shown].map(row)}</ul>
      {rest.length ? (
        <details open={rest.some((each) => each.id === chosen)}>
          <summary>{rest.length} more</summary>
          <ul>{rest.map(row)}</ul>
        </details>
      ) : null}
    </fieldset>
  );
}
