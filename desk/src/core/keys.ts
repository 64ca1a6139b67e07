// Keys first: every action has a name, a key that may be changed, and a line in the help that "?" opens.
import { signal } from "@preact/signals";

export interface Action {
  readonly name: string;
  readonly told: string;
  readonly key: string;
  readonly run: (event: KeyboardEvent) => void;
}

const KEPT = "tidings.keys";
const actions = signal<readonly Action[]>([]);
const changed = signal<Record<string, string>>(JSON.parse(localStorage.getItem(KEPT) ?? "{}"));

/** Actions that can be done now, those of the page first. */
export const known = actions;

/** The key of an action, as the user has it. */
export const keyOf = (action: Pick<Action, "name" | "key">): string => changed.value[action.name] ?? action.key;

/** Give an action another key; what had it is told. */
export function rebind(action: Action, key: string): Action | undefined {
  const taken = actions.value.find((each) => each.name !== action.name && keyOf(each) === key);
  if (taken) return taken;
  changed.value = { ...changed.value, [action.name]: key };
  localStorage.setItem(KEPT, JSON.stringify(changed.value));
  return undefined;
}

/** All keys as they were. */
export function resetKeys(): void {
  changed.value = {};
  localStorage.removeItem(KEPT);
}

/** Offer actions while something is shown; gives the function that takes them back (for useEffect). */
export function offer(list: readonly Action[]): () => void {
  actions.value = [...list, ...actions.value];
  return () => {
    actions.value = actions.value.filter((each) => !list.includes(each));
  };
}

/** "Shift+A", "j", "Escape": a key as it is kept and printed. */
export function printed(event: KeyboardEvent): string {
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.metaKey && "Meta"].filter(Boolean);
  return [...held, event.key === " " ? "Space" : event.key].join("+");
}

/** Listen for good. Keys typed into a field are the field's, but for Escape. */
export function listen(): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return; // the map, say, has taken it
    const target = event.target as HTMLElement;
    const typing = target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if ((typing && event.key !== "Escape") || document.querySelector("dialog[open]")) return; // a dialog has its own keys
    const found = actions.value.find((each) => keyOf(each) === printed(event));
    if (!found) return;
    event.preventDefault();
    found.run(event);
  });
}
