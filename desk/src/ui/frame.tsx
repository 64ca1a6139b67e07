import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { get, keepGuard, type Told } from "../core/api";
import { signal } from "@preact/signals";
import { path } from "../core/address";
import { setTheme, theme, type Theme } from "../core/theme";

/** What this desk shows and who is asking; everything that depends on the role reads it. */
export const meta = signal<Told<"Meta"> | undefined>(undefined);

export async function askWho(): Promise<void> {
  meta.value = await get<Told<"Meta">>("/meta");
  const token = (meta.value as { csrf?: string }).csrf;
  if (token) keepGuard(token);
}

const PLACES: readonly [string, string][] = [
  ["/", "Overview"],
  ["/queue", "Review"],
  ["/sets", "Double coding"],
  ["/changes", "Changes"],
];

export function Frame({ children }: { children: ComponentChildren }) {
  useEffect(() => void askWho().catch(() => undefined), []);
  return (
    <>
      <a class="skip" href="#content">Skip to content</a>
      <header class="bar">
        <a class="name" href="/">tidings</a>
        <nav aria-label="Main">
          {PLACES.map(([to, label]) => (
            <a href={to} aria-current={path.value === to ? "page" : undefined}>{label}</a>
          ))}
        </nav>
        <label class="theme">
          <span class="sr">Colours</span>
          <select value={theme.value} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
            <option value="system">as the system</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
          </select>
        </label>
      </header>
      <div id="content">{children}</div>
    </>
  );
}
