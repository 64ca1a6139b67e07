import { useRef } from "preact/hooks";
import type { Told } from "../core/api";
import { said, toNumber } from "../core/days";
import { letters, partyNumber } from "../core/parties";
import { percent, state } from "../core/words";
import { Ticks } from "../ui/timeline_ticks";
import { useWidth } from "../ui/width";

type Series = Told<"ControlSeries">;
const BAND = 34;
const GAP = 20;
const MARKS = 16;

/** Spells as bands over days: colour, letters and pattern say the state; bands of unknown days stay empty. */
export function Bands({ told, first, last, on }: { told: Series; first: string; last: string; on: string }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [low, high] = [toNumber(first), toNumber(last) + 1];
  const x = (day: number) => ((day - low) / (high - low)) * width;
  const rows = [["From all that is known today", told.spells], ["As known on each day", told.filtered ?? []]] as const;
  const shown = rows.filter(([, spells]) => spells.length);
  const foot = shown.length * (BAND + GAP) + MARKS;
  return (
    <div ref={box} class="bands">
      <svg width={width} height={foot + 24} role="img" aria-label={`Who held ${told.name} from ${said(first)} to ${said(last)}; the table below says it in words.`}>
        <defs>
          <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" x2="0" y1="0" y2="7" /></pattern>
        </defs>
        {shown.map(([label, spells], row) => {
          const top = row * (BAND + GAP) + GAP - 4;
          return (
            <g key={label}>
              <text class="strip" x={0} y={top - 4}>{label}</text>
              {spells.map((spell) => {
                const [left, right] = [x(toNumber(spell.start)), x(toNumber(spell.end) + 1)];
                const party = told.parties.find((each) => each.id === spell.holder);
                const name = party?.name ?? spell.holder ?? "";
                const sort = spell.state === "held" ? `fill-party-${partyNumber(spell.holder ?? "", told.parties.map((each) => each.id))}` : `fill-${spell.state}`;
                const inside = spell.state === "held" ? letters(name) : spell.state;
                return (
                  <g key={spell.start}>
                    <rect class={`band ${sort}`} x={left} y={top} width={Math.max(1, right - left)} height={BAND}>
                      <title>{`${spell.start} – ${spell.end}: ${state(spell, name)}${spell.state === "unknown" ? "" : `, ${percent(spell.probability)}`}`}</title>
                    </rect>
                    {right - left > inside.length * 9 + 6 ? <text class={`inside ${spell.state === "held" ? `on-${sort}` : ""}`} x={(left + right) / 2} y={top + BAND / 2}>{inside}</text> : null}
                  </g>
                );
              })}
            </g>
          );
        })}
        {(told.evidence ?? []).map((piece) => {
          const day = toNumber(piece.day);
          return day >= low && day < high ? <line key={piece.id} class="mark" x1={x(day + 0.5)} x2={x(day + 0.5)} y1={foot - MARKS + 4} y2={foot - 2} /> : null;
        })}
        {on ? <line class="now" x1={x(toNumber(on) + 0.5)} x2={x(toNumber(on) + 0.5)} y1={0} y2={foot} /> : null}
        <Ticks low={low} high={high} x={x} width={width} top={foot} />
      </svg>
    </div>
  );
}
