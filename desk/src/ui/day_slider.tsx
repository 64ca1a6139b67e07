import { monthsLater, said, toDay, toNumber } from "../core/days";

interface Props {
  readonly label: string;
  readonly first: string;
  readonly last: string;
  readonly value: string;
  readonly change: (day: string) => void;
  readonly class?: string;
}

/** A day chosen on a line of days: arrows move a day, PageUp and PageDown a month, Home and End to the ends. */
export function DaySlider({ label, first, last, value, change, class: kind }: Props) {
  const within = (day: string) => (day < first ? first : day > last ? last : day);
  return (
    <input
      type="range"
      class={kind}
      aria-label={label}
      aria-valuetext={said(within(value))}
      min={toNumber(first)}
      max={toNumber(last)}
      value={toNumber(within(value))}
      onInput={(event) => change(toDay(Number(event.currentTarget.value)))}
      onKeyDown={(event) => {
        const months = event.key === "PageUp" ? 1 : event.key === "PageDown" ? -1 : 0;
        if (!months) return;
        event.preventDefault();
        change(within(monthsLater(within(value), months)));
      }}
    />
  );
}
