// What the colours mean; each role can be switched off.
import { ask } from "../core/address";
import type { Told } from "../core/api";
import { ROLES } from "../ui/passage-segments";

export function Legend({ spans, off }: { spans: readonly Told<"Span">[]; off: ReadonlySet<string> }) {
  const counts = new Map<string, number>();
  for (const span of spans) counts.set(span.role, (counts.get(span.role) ?? 0) + 1);
  const shown = ROLES.filter(([role]) => counts.has(role));
  if (!shown.length) return <p class="faint">No words of it are lit.</p>;
  const toggle = (role: string) => {
    const next = new Set(off);
    if (!next.delete(role)) next.add(role);
    ask({ off: [...next].join(",") });
  };
  return (
    <fieldset class="role-legend">
      <legend class="sr">Roles lit in the text</legend>
      {shown.map(([role, name]) => (
        <label>
          <input type="checkbox" checked={!off.has(role)} onChange={() => toggle(role)} />
          <span class={`on-${role}`}><mark class={`lit r-${role}`}>{name}</mark></span> <span class="faint">{counts.get(role)}</span>
        </label>
      ))}
    </fieldset>
  );
}
