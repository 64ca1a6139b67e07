// Adjudication: where coders differ, settled by keys; and how well they agree, field by field, the machine in the same table.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { send, type Told } from "../core/api";
import { ask, asked } from "../core/address";
import { useAsked } from "../core/asked";
import { offer, type Action } from "../core/keys";
import { Agreement } from "../review/agreement";
import { Editor } from "../review/editor";
import { expectField, keepEarly } from "../review/early";
import { fieldName } from "../review/fields";
import { mayLead } from "../review/may";
import { Modal } from "../review/modal";
import { nameFor } from "../review/names";
import * as outbox from "../review/outbox";
import { Reasons, Write } from "../review/questions";
import { Reading } from "../review/reading";
import { spansOfAnswers } from "../review/spans";
import { Refusal, Status } from "../review/status";
import "./queue.css";
import "./sets.css";

type Open = Told<"Disagreement">;
const MACHINE = "machine";
const keyOf = (one: Pick<Open, "event" | "field">): string => `${one.event} ${one.field}`;

export default function Adjudicate({ rest }: { rest: string }) {
  const path = `/sets/${encodeURIComponent(rest)}`;
  const told = useAsked<Told<"AgreementTold">>(() => [`${path}/agreement`]);
  const set = useAsked<Told<"SetTold">>(() => [path]);
  const choice = useSignal<{ readonly one: Open; readonly value: string | null } | undefined>(undefined);
  const writing = useSignal(false);
  const commenting = useSignal(false);
  const leaving = useSignal(false);
  const here = useSignal<Record<string, string | null>>({});
  const error = useSignal("");
  const all = told.value?.disagreements ?? [];
  const isSettled = (one: Open) => one.is_settled || keyOf(one) in here.value;
  // What a key is for is asked when it is pressed: the page may be drawn later than that.
  const looked = () => all.find((one) => keyOf(one) === asked("at")) ?? all.find((one) => !isSettled(one)) ?? all[0];
  const current = looked();
  const coders = set.value?.summary.coders ?? [];
  const show = (one: Open | undefined) => one && ask({ at: keyOf(one) });
  const choose = (who: string | undefined) => {
    const one = looked();
    if (who === undefined || !one || !(who in one.answers)) return;
    expectField();
    choice.value = { one, value: one.answers[who] ?? null };
  };
  const write = () => {
    expectField();
    writing.value = true;
  };
  const settle = (reason: string) => {
    if (!choice.value) return;
    const { one, value } = choice.value;
    const code = told.value?.reasons.find((one) => one.name === reason)?.id ?? reason;
    const body = { event: one.event, field: one.field, value, reason: code };
    outbox.decideOn({ path: `${path}/settle`, body, target: one.event, field: null, told: `${fieldName(one.field)} settled` });
    here.value = { ...here.value, [keyOf(one)]: value };
    choice.value = undefined;
    const at = all.indexOf(one);
    show([...all.slice(at + 1), ...all.slice(0, at)].find((each) => !isSettled(each)));
  };
  const close = async (giveUp = false) => {
    leaving.value = false;
    try {
      await send("POST", `${path}/close${giveUp ? "?give_up=true" : ""}`);
      told.again();
      set.again();
    } catch (reason) {
      error.value = (reason as Error).message;
    }
  };
  const open = all.filter((one) => !isSettled(one)).length;
  const closed = set.value?.summary.closed ?? false;
  const may = mayLead() && !closed;
  useEffect(() => offer(may ? actions({ step: (by) => show(all[all.indexOf(looked() as Open) + by]), choose, coders, write, comment: () => {
    expectField();
    commenting.value = true;
  } }) : []), [
    told.value, set.value, may,
  ]);
  useEffect(() => {
    const keep = (event: KeyboardEvent) => void keepEarly(event);
    document.addEventListener("keydown", keep);
    return () => document.removeEventListener("keydown", keep);
  }, []);
  const articles = set.value?.items.find((one) => one.event === current?.event)?.articles ?? [];
  const spans = useMemo(
    () => new Map(articles.map(({ id }) => [id, current ? spansOfAnswers(current, (who) => signOf(who, coders), id) : []])),
    [current, set.value],
  );
  return (
    <main class="review">
      <nav class="queue" aria-label="Disagreements">
        <p><a href="/sets">All sets</a></p>
        <p class="faint">{open} of {all.length} to settle</p>
        <ol>
          {all.map((one) => (
            <li key={keyOf(one)} class={isSettled(one) ? "decided" : ""}>
              <a href={`${path}/adjudicate?at=${encodeURIComponent(keyOf(one))}`} aria-current={one === current ? "page" : undefined}>
                <bdi>{fieldName(one.field)}</bdi>
                <span class="faint">{nameOf(set.value, one.event)}</span>
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <section class="looked" aria-label="Articles">
        <h1>{set.value ? <bdi>{set.value.summary.name}</bdi> : "Adjudication"}</h1>
        {[told.error, set.error, error.value].filter(Boolean).map((each) => <p role="alert" key={each}>{each}</p>)}
        {told.value && !all.length ? <p>{isCoded(set.value) ? "The coders do not differ in anything." : "Nothing to settle yet: not all have coded all of it."}</p> : null}
        <div class="texts">{articles.map((one) => <Reading key={one.id} id={one.id} spans={spans.get(one.id) ?? []} open />)}</div>
        {told.value ? <Agreement told={told.value} /> : null}
      </section>
      <section class="decided-on" aria-label="Answers">
        <Status />
        <Refusal to={() => `${path}/adjudicate`} />
        {current ? (
          <Answers
            one={current} coders={coders} may={may} settled={here.value[keyOf(current)] ?? current.settled} isSettled={isSettled(current)}
            onChoose={choose} onWrite={write}
          />
        ) : null}
        {current && writing.value ? (
          <Editor
            field={current.field} value={current.answers[coders[0] ?? ""] ?? ""} picks={[]} onLeave={() => (writing.value = false)}
            onDone={(value) => {
              writing.value = false;
              choice.value = { one: current, value: value === "unknown" ? null : value };
            }}
          />
        ) : null}
        {may && told.value && !open && isCoded(set.value) && !outbox.waiting.value ? <p><button type="button" class="main" onClick={() => void close()}>Close the set: its values become rulings</button></p> : null}
        {may && !isCoded(set.value) ? <p><button type="button" onClick={() => (leaving.value = true)}>Give the set up…</button></p> : null}
        {closed ? <p>The set is closed.</p> : null}
      </section>
      {choice.value && told.value ? (
        <Reasons
          title={`${choice.value.value === null ? "Unknown" : nameFor(choice.value.value)}: why?`} list={told.value.reasons.map((one) => one.name)} own={false}
          onReason={settle} onLeave={() => (choice.value = undefined)}
        />
      ) : null}
      {leaving.value ? (
        <Modal title="Give the set up?" onLeave={() => (leaving.value = false)}>
          <p>It is closed as it is, and nothing of it becomes a ruling. What was coded stays in the audit log.</p>
          <button type="button" class="main" onClick={() => void close(true)}>Give it up</button>{" "}
          <button type="button" onClick={() => (leaving.value = false)}>Keep it</button>
        </Modal>
      ) : null}
      {commenting.value && current ? <Write on={{ target: current.event, field: current.field }} onLeave={() => (commenting.value = false)} /> : null}
    </main>
  );
}

/** The key that takes somebody's answer, which marks their words in the text too. */
const signOf = (who: string, coders: readonly string[]): string => (who === MACHINE ? "m" : String(coders.indexOf(who) + 1));

/** Whether all have coded all of it. */
const isCoded = (set: Told<"SetTold"> | undefined): boolean =>
  set !== undefined && set.summary.coders.every((coder) => set.summary.done[coder] === set.summary.events.length);

function nameOf(set: Told<"SetTold"> | undefined, event: string): string {
  const at = set?.items.findIndex((one) => one.event === event) ?? -1;
  const first = set?.items[at]?.articles[0];
  return `${at + 1}. ${first?.title ?? first?.file ?? event}`;
}

interface Shown {
  readonly one: Open;
  readonly coders: readonly string[];
  readonly may: boolean;
  readonly settled: string | null | undefined;
  readonly isSettled: boolean;
  readonly onChoose: (who: string) => void;
  readonly onWrite: () => void;
}

function Answers({ one, coders, may, settled, isSettled, onChoose, onWrite }: Shown) {
  const told = (value: string | null | undefined) => (value == null ? <i>unknown</i> : <bdi>{nameFor(value)}</bdi>);
  const who = [...coders.filter((coder) => coder in one.answers), ...(MACHINE in one.answers ? [MACHINE] : [])];
  return (
    <>
      <h2>{fieldName(one.field)}</h2>
      <div class="answers">
        {who.map((each) => (
          <button type="button" key={each} disabled={!may} onClick={() => onChoose(each)} aria-pressed={isSettled && settled === one.answers[each]}>
            <kbd>{signOf(each, coders)}</kbd> {each}<br />{told(one.answers[each])}
            <small class="bound">{each in one.words ? <>words marked <span class="hand" data-by={signOf(each, coders)} /></> : "no words bound"}</small>
          </button>
        ))}
        {may ? <button type="button" onClick={onWrite}><kbd>e</kbd> another value</button> : null}
      </div>
      {isSettled ? <p>Settled: {told(settled)}{one.reason ? ` (${one.reason})` : ""}</p> : <p class="faint">Not settled</p>}
    </>
  );
}

interface Does {
  readonly step: (by: number) => void;
  readonly choose: (who: string | undefined) => void;
  readonly coders: readonly string[];
  readonly write: () => void;
  readonly comment: () => void;
}

function actions({ step, choose, coders, write, comment }: Does): Action[] {
  const made = (name: string, told: string, key: string, run: () => void): Action => ({ name: `settle.${name}`, told, key, run });
  return [
    ...coders.map((coder, at) => made(`coder-${at + 1}`, `take the answer of ${coder}`, String(at + 1), () => choose(coder))),
    made("machine", "take the machine's", "m", () => choose(MACHINE)),
    made("other", "write another value", "e", write),
    made("comment", "comment", "c", comment),
    made("next", "next disagreement", "j", () => step(1)),
    made("previous", "the one before", "k", () => step(-1)),
  ];
}
