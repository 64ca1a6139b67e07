// The address is the state: every view, filter and selection can be sent on as a link.
import { computed, signal } from "@preact/signals";

const here = signal(new URL(location.href));
addEventListener("popstate", () => (here.value = new URL(location.href)));

/** The path, "/events/c1:…". */
export const path = computed(() => decoded(here.value.pathname));
/** What stands behind the question mark. */
export const query = computed(() => here.value.searchParams);

/** One value of the query; "" when it is not there. */
export const asked = (name: string): string => query.value.get(name) ?? "";

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that is none of an address's
  }
}

/** This address with values of the query changed; an empty one is taken out. */
export function link(values: Record<string, string>): string {
  const next = changed(here.value, values);
  return next.pathname + next.search;
}

/** The words behind a page's path as part of another: ids hold colons. */
export const to = (kind: "events" | "articles" | "places", id: string, asked = ""): string =>
  `/${kind}/${encodeURIComponent(id).replaceAll("%3A", ":")}${asked && `?${asked}`}`;

function changed(from: URL, values: Record<string, string>): URL {
  const next = new URL(from);
  for (const [name, value] of Object.entries(values)) {
    if (value) next.searchParams.set(name, value);
    else next.searchParams.delete(name);
  }
  next.hash = "";
  return next;
}

/** Go to another page, as a link would. */
export function go(to: string): void {
  const before = location.pathname;
  history.pushState(null, "", to);
  here.value = new URL(location.href);
  if (location.pathname !== before) scrollTo(0, 0);
}

/** Change values of the query; an empty one is taken out. `keep`: as a step of its own that "back" returns from. */
export function ask(values: Record<string, string>, keep = false): void {
  const next = changed(new URL(location.href), values);
  if (next.href === location.href) return;
  if (keep) history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  here.value = next;
}

/** Links of the desk are followed without loading the page anew; those with a modifier key or a target are the browser's. */
export function followLinks(root: HTMLElement): void {
  root.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute("download") || link.pathname.startsWith("/api/")) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return; // within the page
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}
