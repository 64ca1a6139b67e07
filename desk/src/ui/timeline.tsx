import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Told } from "../core/api";
import { said, toDay, toNumber } from "../core/days";
import { plural } from "../core/words";
import { DaySlider } from "./day_slider";
import { AXIS, Bars, HEIGHT } from "./timeline_bars";
import { Ticks } from "./timeline_ticks";
import { useWidth } from "./width";

interface Props {
  readonly told: Told<"Timeline">;
  /** The days chosen; "" where none is. */
  readonly from: string;
  readonly until: string;
  readonly choose: (from: string, until: string) => void;
}

/** Events and tolls over time, with the days chosen on it: by drawing over it, by two sliders, or by the dates themselves. */
export function Timeline({ told, from, until, choose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const drawn = useSignal<readonly [number, number] | undefined>(undefined);
  const [first, last] = [told.bins[0]?.start, told.bins.at(-1)?.end];
  if (!first || !last) return <p class="faint">No event here has a day{told.undated ? `: ${plural(told.undated, "event")} without any.` : "."}</p>;
  const [low, high] = [toNumber(first), toNumber(last) + 1];
  const x = (day: number) => ((day - low) / (high - low)) * width;
  const dayAt = (event: PointerEvent) => {
    const edge = box.current?.getBoundingClientRect().left ?? 0;
    return Math.min(high - 1, Math.max(low, Math.floor(low + ((event.clientX - edge) / Math.max(1, width)) * (high - low))));
  };
  const [start, end] = drawn.value ?? [from ? toNumber(from) : low, until ? toNumber(until) : high - 1];
  const finish = () => {
    const found = drawn.value;
    drawn.value = undefined;
    if (found && found[1] > found[0]) choose(toDay(found[0]), toDay(found[1]));
  };
  const grip = useRef(0);
  const tell = (one: string, other: string) => choose(one <= first ? "" : one, other >= last ? "" : other);
  return (
    <div class="timeline">
      <div
        ref={box}
        class="chart"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          grip.current = dayAt(event);
          drawn.value = [grip.current, grip.current];
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (!drawn.value) return;
          const now = dayAt(event);
          drawn.value = [Math.min(grip.current, now), Math.max(grip.current, now)];
        }}
        onPointerUp={finish}
        onPointerCancel={() => (drawn.value = undefined)}
      >
        <svg width={width} height={HEIGHT} role="img" aria-label={summary(told, first, last)}>
          {from || until || drawn.value ? <rect class="brush" x={x(start)} y={0} width={Math.max(1, x(end + 1) - x(start))} height={HEIGHT} /> : null}
          <Bars bins={told.bins} x={x} />
          <Ticks low={low} high={high} x={x} width={width} top={AXIS} />
        </svg>
      </div>
      <div class="sliders">
        <DaySlider label="First day" first={first} last={last} value={from || first} change={(day) => tell(day, until && until < day ? day : until || last)} />
        <DaySlider label="Last day" first={first} last={last} value={until || last} change={(day) => tell(from && from > day ? day : from || first, day)} />
      </div>
    </div>
  );
}

function summary(told: Told<"Timeline">, first: string, last: string): string {
  const events = told.bins.reduce((sum, bin) => sum + bin.events, 0);
  return `${plural(events, "event")} from ${said(first)} to ${said(last)}, by ${told.by}. The table below has the figures.`;
}

/** The same figures as a table, for who cannot or will not read them off bars. */
export function TimelineTable({ told }: { told: Told<"Timeline"> }) {
  return (
    <details class="as-table">
      <summary>These figures as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{told.by === "day" ? "Day" : `Each ${told.by} from`}</th><th scope="col">Events</th>
            <th scope="col">Killed, lowest to highest told</th><th scope="col">Events without a toll</th>
          </tr>
        </thead>
        <tbody>
          {told.bins.map((bin) => (
            <tr key={bin.start}>
              <th scope="row">{bin.start}</th>
              <td>{bin.events}</td>
              <td>{bin.without_toll === bin.events ? "no toll told" : bin.killed_low === bin.killed_high ? bin.killed_low : `${bin.killed_low}–${bin.killed_high}`}</td>
              <td>{bin.without_toll}</td>
            </tr>
          ))}
          {told.undated ? <tr><th scope="row">no day known</th><td>{told.undated}</td><td>—</td><td>—</td></tr> : null}
        </tbody>
      </table>
    </details>
  );
}
