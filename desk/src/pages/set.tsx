// Coding an event of a set: the article's text and the form, with the machine's values only for whoever may see them.
import { untracked, useComputed, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Told } from "../core/api";
import { ask, asked } from "../core/address";
import { useAsked } from "../core/asked";
import { offer, type Action } from "../core/keys";
import { answersToRefusal, bindings, choices, hearFirst, isRefused } from "../review/actions";
import { CodebookCard } from "../review/card";
import * as coding from "../review/coding";
import { asking } from "../review/current";
import { expectField } from "../review/early";
import { family, FIELD_KEYS, isToll, ORDER } from "../review/fields";
import { Form } from "../review/form";
import { countKeys } from "../review/keystrokes";
import * as outbox from "../review/outbox";
import { Group } from "../review/questions";
import { firstLit, firstText, Reading } from "../review/reading";
import { spansBound } from "../review/spans";
import { Refusal, Session, Status, WordsBar } from "../review/status";
import { chosen, choosing, enter, hearSelection, leave } from "../review/words";
import { meta } from "../ui/frame";
import "./queue.css";
import "./sets.css";

export default function SetPage({ rest }: { rest: string }) {
  const told = useAsked<Told<"SetTold">>(() => [`/sets/${encodeURIComponent(rest)}`]);
  const items = told.value?.items ?? [];
  const isDone = (one: Told<"SetItem">) => one.done || coding.isAnswered(rest, one.event);
  const event = asked("event") || (items.find((one) => !isDone(one)) ?? items[0])?.event;
  const item = items.find((one) => one.event === event);
  // At once, and not when it is drawn: the next key is for the next event.
  const show = (next: Told<"SetItem">) => {
    coding.begin(rest, next);
    ask({ event: next.event });
  };
  const step = (by: number) => {
    const next = items[items.findIndex((one) => one.event === coding.item.value?.event) + by];
    if (next) show(next);
  };
  const goOn = () => {
    const from = items.findIndex((one) => one.event === coding.item.value?.event) + 1;
    const next = [...items.slice(from), ...items.slice(0, from)].find((one) => !isDone(one));
    if (next) show(next);
    else told.again();
  };
  useEffect(countKeys, []);
  useEffect(hearSelection, []);
  useEffect(() => hearFirst(bindTo), []);
  useEffect(() => void (item && coding.begin(rest, item)), [item]);
  useEffect(() => offer(actions(step, goOn)), [told.value]);
  useSignalEffect(() => void (meta.value && untracked(outbox.recall)));
  useWhile(() => chosen.value !== undefined, () => bindings(bindTo));
  useWhile(() => choosing.value, choices);
  useWhile(isRefused, answersToRefusal);
  return (
    <main class="review">
      <nav class="queue" aria-label="Events of the set">
        <p><a href="/sets">All sets</a></p>
        <p class="faint">{items.filter(isDone).length} of {items.length} coded</p>
        <ol>
          {items.map((one, at) => (
            <li key={one.event} class={isDone(one) ? "decided" : ""}>
              <a href={`/sets/${encodeURIComponent(rest)}?event=${encodeURIComponent(one.event)}`} aria-current={one.event === event ? "page" : undefined}>
                <bdi>{at + 1}. {one.articles[0]?.title ?? one.articles[0]?.file}</bdi>
                <span class="faint">{one.articles.length} {one.articles.length === 1 ? "article" : "articles"}{isDone(one) ? " · coded" : ""}</span>
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <section class="looked" aria-label="Articles">
        <h1>{told.value ? <bdi>{told.value.summary.name}</bdi> : "Set"}</h1>
        {told.error ? <p role="alert">{told.error}</p> : null}
        <div class="texts">
          {item?.articles.map((one, at) => <Reading key={item.event + one.id} id={one.id} spans={spansBound([...(item.machine ?? []), ...coding.answers.value], one.id)} open={at < 3} />)}
        </div>
      </section>
      <section class="decided-on" aria-label="Form">
        <Status />
        <Refusal to={(event) => `/sets/${encodeURIComponent(rest)}?event=${encodeURIComponent(event)}`} />
        {chosen.value ? <WordsBar quote={chosen.value.quote} keys={ORDER.map((field) => [FIELD_KEYS[field] ?? "", field] as const)} /> : null}
        {item ? <Answers blind={item.machine == null} /> : null}
        <Session />
      </section>
      {asking.value === "toll" ? <Group onPick={(field) => coding.write(field)} /> : null}
    </main>
  );
}

function Answers({ blind }: { blind: boolean }) {
  const finish = (field: string, value: string, words?: Parameters<typeof coding.answer>[2]) => {
    coding.editing.value = undefined;
    coding.answer(field, value, words);
    forward(field);
  };
  return (
    <>
      <p class="faint">{blind ? "Blind: the machine's values are not shown. " : ""}<kbd>A</kbd> coded, on to the next (what is left blank counts as unknown) · <kbd>X</kbd> no event</p>
      <Form
        rows={coding.rows.value} field={coding.field.value} options={coding.options.value} editing={coding.editing.value} told={coding.toldOf}
        onField={(field) => (coding.field.value = field)} onPick={(one) => finish(coding.field.value, one.value, one.words)} onDone={finish}
        onLeave={() => {
          coding.editing.value = undefined;
          document.querySelector<HTMLElement>(".form [aria-current]")?.focus();
        }}
      />
      <CodebookCard field={coding.field.value} />
    </>
  );
}

function useWhile(when: () => boolean, list: () => readonly Action[]): void {
  const wanted = useComputed(when);
  useSignalEffect(() => (wanted.value ? untracked(() => offer(list())) : undefined));
}

function forward(from: string): void {
  const next = coding.nextField(from);
  if (next) coding.field.value = next;
}

function bindTo(name: string): void {
  const words = chosen.value;
  if (!words) return;
  const own = family(coding.field.value) === name ? coding.field.value : coding.rows.value.find((each) => family(each.field) === name)?.field;
  coding.write(isToll(name) ? (own ?? `${name}.unknown`) : name, words);
  leave();
}

function actions(step: (by: number) => void, goOn: () => void): Action[] {
  const made = (name: string, told: string, key: string, run: () => void): Action => ({ name: `coding.${name}`, told, key, run });
  const end = (isEvent: boolean) => {
    coding.finish(isEvent);
    goOn();
  };
  const on = (run: (field: string) => void) => () => {
    const field = coding.field.value;
    run(field);
    forward(field);
  };
  return [
    made("next", "next event of the set", "j", () => step(1)),
    made("previous", "the one before", "k", () => step(-1)),
    made("accept", "take the machine's value", "a", on(coding.acceptMachine)),
    made("edit", "write a value", "e", () => coding.write(coding.field.value)),
    made("unknown", "the text does not say", "x", on((field) => coding.answer(field, null))),
    made("done", "coded, and on to the next", "A", () => end(true)),
    made("no-event", "it is no event", "X", () => end(false)),
    made("undo", "take back the last answer", "u", coding.undo),
    made("another", "a toll of another group", "+", () => {
      expectField();
      asking.value = "toll";
    }),
    made("undecided", "next field that is not coded", "g", () => forward(coding.field.value)),
    made("words", "choose words by key", "w", () => {
      const from = firstLit(coding.field.value) ?? firstText();
      if (from) enter(from.article, from.start);
    }),
    ...Array.from({ length: 9 }, (_, at) => made(`pick-${at + 1}`, `pick value ${at + 1} of the field`, String(at + 1), () => {
      const one = coding.options.value[at];
      if (one) on((field) => coding.answer(field, one.value, one.words))();
    })),
  ];
}
