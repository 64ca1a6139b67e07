// The desk asks the API of /api/v1 and nothing else.
import type { components } from "../api/schema";

/** A value of the API by its name in the OpenAPI document. */
export type Told<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** What the API refused, in its own sentence. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export type Values = Record<string, string | number | boolean | null | undefined>;

/** An address of the API with its values; those that say nothing are left out. */
export function address(path: string, values: Values = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const asked = search.toString();
  return `/api/v1${path}${asked ? `?${asked}` : ""}`;
}

/** What the API says to a question; the browser keeps answers by their ETag. */
export async function get<T>(path: string, values: Values = {}, signal?: AbortSignal): Promise<T> {
  return from<T>(address(path, values), signal);
}

/** The same for an address as it is. */
export async function from<T>(where: string, signal?: AbortSignal): Promise<T> {
  const early = asked?.where === where ? asked.answer : null;
  if (early) asked = null;
  return told<T>(await (early ?? fetch(where, signal ? { signal } : {})));
}

let asked: { readonly where: string; readonly answer: Promise<Response> } | null = null;

/** Ask what a page will ask first, while its code is still on its way: the first to ask the same takes up the answer. */
export function ahead(where: string): void {
  asked = where ? { where, answer: fetch(where) } : null;
  asked?.answer.catch(() => undefined); // told to whoever takes it up
}

/** Tell the API something. */
export async function send<T>(method: "POST" | "PUT" | "DELETE", path: string, body: unknown = {}): Promise<T> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (guard) headers["X-CSRF-Token"] = guard;
  asked = null; // an answer from before a change is none to the question after it
  return told<T>(await fetch(address(path), { method, headers, body: JSON.stringify(body) }));
}

let guard = "";
/** The token that goes with every change; it comes with `/meta`. */
export const keepGuard = (token: string): void => void (guard = token);

async function told<T>(response: Response): Promise<T> {
  if (response.ok) return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  const said = await response.json().catch(() => ({ error: response.statusText }));
  throw new Refused(response.status, String(said.error ?? response.statusText));
}
