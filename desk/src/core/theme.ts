// Light, dark, or as the system has it.
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const KEPT = "tidings.theme";
export const theme = signal<Theme>((localStorage.getItem(KEPT) as Theme | null) ?? "system");

/** Show the desk so, now and next time. */
export function setTheme(next: Theme): void {
  theme.value = next;
  localStorage.setItem(KEPT, next);
  show();
}

/** Whether it is dark now. */
export const isDark = (): boolean =>
  theme.value === "dark" || (theme.value === "system" && matchMedia("(prefers-color-scheme: dark)").matches);

export function show(): void {
  document.documentElement.dataset["theme"] = isDark() ? "dark" : "light";
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
