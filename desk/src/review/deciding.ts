// What the reviewer decides: each ruling goes into the outbox at once, shows at once, and can be taken back.
import { Refused, send, type Told } from "../core/api";
import { before, done, forget, landed, nameOf, open, seen } from "./current";
import { fieldName } from "./fields";
import * as keystrokes from "./keystrokes";
import * as outbox from "./outbox";
import * as queue from "./queue";
import type { Chosen } from "./words";

type Verb = Told<"ToRule">["verb"];
interface More {
  readonly field?: string;
  readonly value?: string;
  readonly bound?: { readonly article: string; readonly start: number; readonly end: number } | undefined;
  readonly others?: readonly string[];
  readonly reason?: string;
}

let made: { judgement: string; target: string; told: string }[] = [];
/** What is looked at, once it is there: a key pressed before that is for nothing. */
const looked = () => (before.value?.id === queue.at.value ? before.value : undefined);

/** Rule on what is looked at. */
export function rule(verb: Verb, told: string, { field: on, value, bound, others, reason }: More = {}): void {
  const now = looked();
  if (!now) return;
  const span = bound ? { article: bound.article, start: bound.start, end: bound.end } : {};
  const body = {
    verb, target: now.id, ...(on ? { field: on } : {}), ...(value !== undefined ? { value } : {}), ...(others ? { others } : {}),
    ...(reason ? { reason } : {}), ...span, ...(seen.get(now.id) ? { seen: seen.get(now.id) } : {}),
  };
  forget(now.id);
  take(now.id);
  outbox.decideOn({ path: "/judgements", body, target: now.id, field: on ?? null, told });
  done.value = told;
}

let taken = "";

/** Others see who is at it; when somebody else is, that is said, and hinders nothing. */
function take(id: string): void {
  if (taken === id) return;
  taken = id;
  send("POST", `/queue/${encodeURIComponent(id)}/take`).catch((error) => {
    if (error instanceof Refused && error.status === 409) done.value = error.message;
  });
}

/** Write to an event, a field of it, and the words that are chosen. */
export function comment(text: string, on: { target: string; field: string }, words?: Chosen): void {
  const span = words ? { article: words.article, start: words.start, end: words.end } : {};
  const body = { target: on.target, text, ...(on.field ? { field: on.field } : {}), ...span };
  outbox.decideOn({ path: "/comments", body, target: on.target, field: null, told: "comment kept" });
  done.value = "comment kept";
}

export const accept = (name: string): void => rule("accept", `${fieldName(name)} accepted`, { field: name });
export const set = (name: string, value: string, bound?: More["bound"]): void =>
  rule("set", `${fieldName(name)} = ${nameOf(name, value) ?? "unknown"}`, { field: name, value, bound });
export const reject = (name: string, reason: string): void => rule("reject", `${fieldName(name)} rejected: ${reason}`, { field: name, reason });

/** The event is right as it stands; on to the next. */
export function acceptEvent(): void {
  const now = looked();
  if (!now) return;
  rule("accept", now.told ? "event accepted" : "accepted: it is an event now");
  finish(now.id, "reviewed");
}

export function rejectEvent(reason: string): void {
  const now = looked();
  if (!now) return;
  rule("reject", `event rejected: ${reason}`, { reason });
  finish(now.id, "rejected");
}

function finish(id: string, state: Told<"QueueItem">["state"]): void {
  queue.mark(id, state);
  keystrokes.decide();
  void queue.goOn();
}

/** Take back the last decision: of this visit, else one's own last on the event. */
export async function undo(who: string): Promise<void> {
  const unsent = outbox.takeBack();
  if (unsent) return back(unsent.target, unsent.told);
  await outbox.settled();
  const last = made.at(-1) ?? ownLast(who);
  if (!last) {
    done.value = "there is nothing of yours to take back here";
    return;
  }
  made = made.filter((each) => each !== last);
  forget();
  const path = `/judgements/${encodeURIComponent(last.judgement)}/undo`;
  outbox.decideOn({ path, body: {}, target: last.target, field: null, told: `taken back: ${last.told}` });
  back(last.target, last.told);
}

function ownLast(who: string) {
  const now = before.value;
  const last = now?.told?.history.filter((each) => each.holds && each.by === who && each.verb !== "undo").at(-1);
  return now && last ? { judgement: last.id, target: now.id, told: last.told } : undefined;
}

function back(target: string, told: string): void {
  done.value = `taken back: ${told}`;
  queue.mark(target, undefined);
  if (queue.at.value !== target) queue.show(target);
}

/** What the desk has taken is shown as the desk has it now, whichever page is open by then. */
outbox.onSent(({ kept, said }) => {
  if (kept.path.startsWith("/sets/")) return;
  forget(kept.target);
  if (kept.path === "/comments") return void lookAfresh(kept.target);
  const ruled = said as Partial<Told<"Ruled">>;
  const verb = kept.body["verb"];
  if (ruled.judgement && verb) made = [...made, { judgement: ruled.judgement.id, target: kept.target, told: kept.told }];
  if (ruled.seen) seen.set(kept.target, ruled.seen);
  landed.value = [...landed.value, kept];
  if (verb === "merge" || verb === "split" || !verb) {
    forget();
    void queue.load(true);
  }
  if (!outbox.kept.value.some((each) => each.target === kept.target)) follow(kept.target, verb === "merge" || verb === "split" ? ruled.event : null);
});

/** On to what an event has become, if that has another id; else it is asked for anew. */
function follow(target: string, event: string | null | undefined): void {
  if (queue.at.value !== target) return;
  if (event && event !== target) queue.show(event);
  else void open(target);
}

function lookAfresh(target: string): void {
  if (queue.at.value === target && !outbox.kept.value.length) void open(target);
}

/** What was refused is given up; the event is as undecided as it was. */
export function giveUp(): void {
  const refused = outbox.refusal.value?.kept;
  if (!refused) return;
  queue.mark(refused.target, undefined);
  done.value = `given up: ${refused.told}`;
  outbox.drop();
}

/** What was refused is sent once more, by somebody who has seen what the event is now. */
export function insist(): void {
  const refused = outbox.refusal.value?.kept;
  if (refused) outbox.again(seen.get(refused.target));
}
