// The scale of a toll chart, and where a figure stands on it.
import { isVague, type Bounds, type Entry } from "./ledger-words";

export interface Scale {
  readonly step: number;
  readonly last: number;
}

/** Steps of 1, 2 or 5 times a power of ten, at most five of them: 14 → 5 to 15; 1,200 → 500 to 1,500. */
export function scaleOf(top: number): Scale {
  for (let power = 1; ; power *= 10) {
    for (const unit of [1, 2, 5]) {
      const step = unit * power;
      if (step * 5 >= top) return { step, last: Math.max(step, Math.ceil(top / step) * step) };
    }
  }
}

export const ticksOf = ({ step, last }: Scale): readonly number[] => Array.from({ length: Math.round(last / step) + 1 }, (_, at) => at * step);

/** A bar from `from` to `to` with a mark at `at`, in figures; an open end means that more (or fewer) are possible. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly at: number | null;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** The bar of a claim; null where nothing but words is known. */
export function barOf(entry: Entry, last: number): Bar | null {
  const { low, best, high } = entry.value as Bounds;
  if (isVague(entry)) return null;
  const at = best ?? low ?? high;
  if (at === null) return null;
  const openStart = low === null && best === null;
  const openEnd = high === null && low !== null;
  return { from: low ?? (openStart ? 0 : at), to: high ?? (openEnd ? last : at), at, openStart, openEnd };
}

/** The largest figure that anybody printed. */
export const topOf = (entries: readonly Entry[]): number =>
  Math.max(1, ...entries.filter((each) => !isVague(each)).flatMap((each) => Object.values(each.value as Bounds).filter((one): one is number => typeof one === "number")));
