import type { Told } from "../core/api";
import { toNumber } from "../core/days";

// Two strips above one axis, in CSS pixels: events, and beneath them the killed.
const EVENTS = { top: 16, height: 56 };
const KILLED = { top: 92, height: 56 };
export const AXIS = KILLED.top + KILLED.height;
export const HEIGHT = AXIS + 22;

interface Props {
  readonly bins: readonly Told<"Bin">[];
  readonly x: (day: number) => number;
}

/** Bars of events, those without a toll apart, and of the killed from the lowest to the highest figure told. */
export function Bars({ bins, x }: Props) {
  const most = Math.max(1, ...bins.map((bin) => bin.events));
  const highest = Math.max(1, ...bins.map((bin) => bin.killed_high));
  return (
    <>
      <text class="strip" x={0} y={EVENTS.top - 4}>Events, most {most.toLocaleString("en")}</text>
      <text class="strip" x={0} y={KILLED.top - 4}>Killed, lowest to highest told, most {highest.toLocaleString("en")}</text>
      {bins.map((bin) => {
        const [left, right] = [x(toNumber(bin.start)), x(toNumber(bin.end) + 1)];
        const at = { x: left, width: Math.max(1, right - left - (right - left > 3 ? 1 : 0)) };
        const [all, without] = [(bin.events / most) * EVENTS.height, (bin.without_toll / most) * EVENTS.height];
        const [low, high] = [(bin.killed_low / highest) * KILLED.height, (bin.killed_high / highest) * KILLED.height];
        const foot = EVENTS.top + EVENTS.height;
        return (
          <g key={bin.start}>
            <rect class="bar-told" {...at} y={foot - all + without} height={all - without} />
            <rect class="bar-untold" {...at} y={foot - all} height={without} />
            <rect class="bar-low" {...at} y={AXIS - low} height={low} />
            <rect class="bar-high" {...at} y={AXIS - high} height={Math.max(0, high - low)} />
          </g>
        );
      })}
      <line class="axis" x1={0} x2={x(toNumber(bins.at(-1)?.end ?? "") + 1) || 0} y1={AXIS} y2={AXIS} />
    </>
  );
}
