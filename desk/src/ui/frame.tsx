import { signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { go, path, query } from "../core/address";
import { get, keepGuard, send, type Told } from "../core/api";
import { offer } from "../core/keys";
import { setTheme, theme, type Theme } from "../core/theme";
import { Help } from "./help";

/** What this desk shows and who is asking; everything that depends on the role reads it. */
export const meta = signal<Told<"Meta"> | undefined>(undefined);

export async function askWho(): Promise<void> {
  meta.value = await get<Told<"Meta">>("/meta");
  keepGuard(meta.value.csrf ?? "");
}

const PLACES: readonly [string, string][] = [
  ["/", "Overview"],
  ["/queue", "Review"],
  ["/sets", "Double coding"],
  ["/changes", "Changes"],
];
const LEAD_PLACES: readonly [string, string][] = [
  ["/people", "People"],
  ["/audit", "Audit log"],
];

export function Frame({ children }: { children: ComponentChildren }) {
  const helping = useSignal(false);
  useEffect(() => void askWho().catch(() => undefined), []);
  useEffect(
    () =>
      offer([
        { name: "search", told: "go to the search words", key: "/", run: search },
        { name: "help", told: "show these keys", key: "?", run: () => (helping.value = true) },
      ]),
    [],
  );
  return (
    <>
      <a class="skip" href="#content">Skip to content</a>
      <header class="bar">
        <a class="name" href="/">tidings</a>
        <nav aria-label="Main">
          {(leads() ? [...PLACES, ...LEAD_PLACES] : PLACES).map(([to, label]) => (
            <a key={to} href={to} aria-current={isAt(to) ? "page" : undefined}>{label}</a>
          ))}
        </nav>
        <Who />
        <label class="theme">
          <span class="sr">Colours</span>
          <select value={theme.value} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
            <option value="system">as the system</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
          </select>
        </label>
        <button type="button" onClick={() => (helping.value = true)}>Keys <kbd>?</kbd></button>
      </header>
      <div id="content" tabIndex={-1}>{isShut() ? <Shut /> : children}</div>
      {helping.value ? <Help close={() => (helping.value = false)} /> : null}
    </>
  );
}

const leads = (): boolean => meta.value?.role === "lead" || meta.value?.role === "admin";
const isAt = (to: string): boolean => path.value === to || (to !== "/" && path.value.startsWith(`${to}/`));

/** Whether this desk asks who one is, and has not been told. */
const isShut = (): boolean => Boolean(meta.value?.people && !meta.value.who && path.value !== "/sign-in");

function Shut() {
  const here = path.value + (query.value.size ? `?${query.value.toString()}` : "");
  return (
    <main class="column">
      <h1>Sign in first</h1>
      <p>This desk is for people it knows. <a href={`/sign-in?next=${encodeURIComponent(here)}`}>Say who you are</a> to go on to where you were going.</p>
    </main>
  );
}

/** The field of this page's search; where it has none, that of the overview. */
function search(): void {
  const field = document.querySelector<HTMLElement>("[data-search]");
  if (field) field.focus();
  else go("/#search");
}

function Who() {
  const now = meta.value;
  if (!now) return null;
  return (
    <p class="who">
      {now.who ? <span><bdi>{now.who}</bdi>{now.role ? `, ${now.role}` : ""}</span> : null}
      {now.people ? (
        now.who ? <button type="button" onClick={() => void leave()}>Sign out</button> : <a href="/sign-in">Sign in</a>
      ) : null}
      <span class="faint">network: {now.network}</span>
    </p>
  );
}

async function leave(): Promise<void> {
  await send("DELETE", "/session").catch(() => undefined);
  meta.value = undefined;
  await askWho().catch(() => undefined);
  go("/sign-in");
}
