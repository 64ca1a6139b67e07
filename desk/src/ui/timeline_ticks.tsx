const STEPS = [1, 7, 31, 92, 366, 5 * 366, 25 * 366] as const;

interface Props {
  readonly low: number;
  readonly high: number;
  readonly x: (day: number) => number;
  readonly width: number;
  /** Where the axis lies. */
  readonly top: number;
}

/** Days along the axis: as many as there is room for. */
export function Ticks({ low, high, x, width, top }: Props) {
  const wanted = ((high - low) / Math.max(1, width)) * 80; // days in 80 pixels, the room of one label
  const step = STEPS.find((days) => days >= wanted) ?? 100 * 366;
  return (
    <>
      {ticks(low, high, step).filter(([day]) => x(day) < width - 30).map(([day, label]) => (
        <g key={day}>
          <line class="axis" x1={x(day)} x2={x(day)} y1={top} y2={top + 4} />
          <text class="tick" x={x(day)} y={top + 17}>{label}</text>
        </g>
      ))}
    </>
  );
}

function ticks(low: number, high: number, step: number): [number, string][] {
  const found: [number, string][] = [];
  if (step < 31) {
    for (let day = low; day < high; day += step) found.push([day, iso(day).slice(5, 10)]);
    return found;
  }
  const months = step < 92 ? 1 : step < 366 ? 3 : Math.round(step / 366) * 12;
  const start = new Date(low * 86_400_000);
  for (let year = start.getUTCFullYear(), month = 0; ; month += months) {
    const day = Math.round(Date.UTC(year, month, 1) / 86_400_000);
    if (day >= high) return found;
    if (day >= low) found.push([day, months < 12 ? iso(day).slice(0, 7) : iso(day).slice(0, 4)]);
  }
}

const iso = (day: number): string => new Date(day * 86_400_000).toISOString();
