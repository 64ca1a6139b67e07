// Names of values that are kept as ids, as whoever picked them saw them: "gn:2643743" is London.
const KEPT = "tidings.names";
const MOST = 2000;
let names: Record<string, string> = read();

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

/** Keep the name of a value. */
export function remember(value: string, name: string): void {
  if (value === name || names[value] === name) return;
  names = Object.fromEntries([...Object.entries(names).slice(-MOST), [value, name]]);
  localStorage.setItem(KEPT, JSON.stringify(names));
}

/** A value as people read it. */
export const nameFor = (value: string): string =>
  names[value] ?? value.split(";").map((each) => names[each.trim()] ?? each.trim().replaceAll("_", " ")).join("; ");
