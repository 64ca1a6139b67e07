// Review: the queue, the articles of one event with their words lit, and its form; all of it by keys.
import { untracked, useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { asked } from "../core/address";
import { offer } from "../core/keys";
import { actions, answersToRefusal, bindings, bindTo, choices, forward, hearFirst, isRefused } from "../review/actions";
import { CodebookCard } from "../review/card";
import * as now from "../review/current";
import * as decide from "../review/deciding";
import { FIELD_KEYS, ORDER } from "../review/fields";
import { Form } from "../review/form";
import { countKeys } from "../review/keystrokes";
import { QueueList } from "../review/list";
import { mayJudge } from "../review/may";
import * as outbox from "../review/outbox";
import { lightField, Reading } from "../review/reading";
import { Question } from "../review/questions";
import * as queue from "../review/queue";
import { spansOf, spansOfAccount } from "../review/spans";
import { heed, Refusal, Session, Status, WordsBar } from "../review/status";
import { chosen, choosing, hearSelection } from "../review/words";
import { meta } from "../ui/frame";
import "./queue.css";

const MANY = 3;

export default function Queue({ rest }: { rest: string }) {
  useEffect(countKeys, []);
  useEffect(hearSelection, []);
  useEffect(() => hearFirst((field) => now.before.value?.told && mayJudge() && bindTo(field)), []);
  useEffect(() => void queue.load(), []);
  useEffect(() => void (rest && now.open(rest)), [rest]);
  useSignalEffect(() => void (meta.value && untracked(outbox.recall)));
  useSignalEffect(heed);
  useOffered(() => meta.value !== undefined, actions);
  useOffered(() => chosen.value !== undefined && now.before.value?.told !== undefined && mayJudge(), () => bindings(bindTo));
  useOffered(() => choosing.value, choices);
  useOffered(isRefused, answersToRefusal);
  useSignalEffect(() => {
    // The first of the queue is opened by itself; the two behind it are asked for before they are needed.
    const list = queue.shown.value;
    if (!rest && !asked("done") && list.length) queue.show((list.find(queue.isOpen) ?? list[0])?.id ?? "");
    if (now.before.value?.id === rest) for (const item of ahead(list)) void now.ahead(item.id).catch(() => undefined);
  });
  return (
    <main class="review">
      <QueueList />
      {rest ? <Looked /> : <Empty />}
      <Question />
    </main>
  );
}

const ahead = (list: readonly { id: string }[]) => {
  const here = list.findIndex((item) => item.id === queue.at.value);
  return here < 0 ? [] : list.slice(here + 1, here + 3);
};

function useOffered(when: () => boolean, list: () => Parameters<typeof offer>[0]): void {
  const wanted = useComputed(when);
  useSignalEffect(() => (wanted.value ? untracked(() => offer(list())) : undefined));
}

function Empty() {
  return (
    <section class="looked">
      <h1>Review</h1>
      {queue.items.value.length && queue.left.value ? <p>Choose an event from the queue: <kbd>j</kbd>.</p> : <p>Nothing is left to look at.</p>}
      <Session />
      <Status />
    </section>
  );
}

function Looked() {
  const before = now.before.value;
  return (
    <>
      <section class="looked" aria-label="Articles">
        <h1><Title /></h1>
        {now.failed.value ? <p role="alert">{now.failed.value}</p> : null}
        {before ? <Texts before={before} key={before.id} /> : now.failed.value ? null : <p class="faint">…</p>}
      </section>
      <section class="decided-on" aria-label="Form" data-event={before?.id}>
        <Status />
        <Refusal />
        {chosen.value && before?.told ? <WordsBar quote={chosen.value.quote} keys={ORDER.map((field) => [FIELD_KEYS[field] ?? "", field] as const)} /> : null}
        {before?.told ? <EventForm /> : before?.telling ? <Suggested /> : null}
        <Comments />
        <History />
        <Session />
      </section>
    </>
  );
}

function Title() {
  const { told, telling } = now.before.value ?? {};
  if (told) return <bdi>{told.sentence}</bdi>;
  if (telling) return <>Suggested only: <bdi>“{telling.account.evidence[0]?.quote}”</bdi></>;
  return <>Review</>;
}

function Texts({ before }: { before: now.Before }) {
  const box = useRef<HTMLDivElement>(null);
  const tellings = before.told?.tellings ?? (before.telling ? [before.telling] : []);
  const ids = [...new Set(tellings.map((each) => each.article.id))];
  const spans = useMemo(
    () => new Map(ids.map((id) => [id, before.told ? spansOf(before.told, id) : before.telling ? spansOfAccount(before.telling.account) : []])),
    [before],
  );
  // Texts come one by one: the words of the field are lit whenever one has come.
  useSignalEffect(() => {
    const field = now.field.value;
    const light = () => lightField(field);
    const watch = new MutationObserver(light);
    if (box.current) watch.observe(box.current, { childList: true, subtree: true });
    light();
    return () => watch.disconnect();
  });
  const groups = before.told?.event.wire_groups ?? [];
  return (
    <div class="texts" ref={box}>
      {groups.length ? <p class="faint">{ids.length} {ids.length === 1 ? "article" : "articles"}, {before.told?.event.voices} independent {before.told?.event.voices === 1 ? "voice" : "voices"}</p> : null}
      {ids.map((id, at) => {
        const copies = (groups.find((group) => group.articles.includes(id))?.articles.length ?? 1) - 1;
        return <Reading key={id} id={id} spans={spans.get(id) ?? []} open={at < MANY} about={copies ? `· one text with ${copies} more` : ""} />;
      })}
    </div>
  );
}

function EventForm() {
  const finish = (field: string, value: string, words?: Parameters<typeof decide.set>[2]) => {
    now.editing.value = undefined;
    decide.set(field, value, words);
    forward(field);
  };
  const state = now.before.value?.told?.state;
  return (
    <>
      <p class="faint">{state}{mayJudge() ? <> · <kbd>A</kbd> accepts all of it</> : " · you may read, not rule"}</p>
      <Form
        rows={now.rows.value} field={now.field.value} options={mayJudge() ? now.options.value : []} editing={mayJudge() ? now.editing.value : undefined}
        onField={(field) => now.field.value !== field && now.putOn(field)} onPick={(one) => finish(now.field.value, one.value, one.words)} onDone={finish}
        onLeave={() => {
          now.editing.value = undefined;
          document.querySelector<HTMLElement>(".form [aria-current]")?.focus();
        }}
      />
      <CodebookCard field={now.field.value} />
    </>
  );
}

function Suggested() {
  const account = now.before.value?.telling?.account;
  if (!account) return null;
  const facts: [string, string | null][] = [
    ["type", account.type.replaceAll("_", " ")], ["date", account.date.words ?? account.date.start], ["place", account.place?.name ?? null],
    ["actors", account.actors.map((one) => one.name).join("; ") || null], ["recipients", account.recipients.map((one) => one.name).join("; ") || null],
  ];
  return (
    <>
      <p>Too unsure to stand in the record (score {account.score.toFixed(2)}). <kbd>A</kbd> makes it an event, <kbd>x</kbd> puts it aside.</p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === null ? <i>unknown</i> : <bdi>{value}</bdi>}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function History() {
  const ruled = now.before.value?.told?.history ?? [];
  if (!ruled.length) return null;
  return (
    <details class="history">
      <summary>{ruled.length} {ruled.length === 1 ? "ruling" : "rulings"} so far</summary>
      <ol>
        {ruled.map((one) => (
          <li key={one.id} class={one.holds ? "" : "faint"}>
            <bdi>{one.told}</bdi>{one.value === null ? null : <>: <bdi>{one.value}</bdi></>}{one.reason ? <> (<bdi>{one.reason}</bdi>)</> : null}
            <span class="faint"> {one.at.slice(0, 16).replace("T", " ")}{one.holds ? "" : ", taken back"}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Comments() {
  const said = now.before.value?.told?.comments ?? [];
  if (!said.length) return null;
  return (
    <section class="comments" aria-label="Comments">
      <h2>Comments</h2>
      <ul>
        {said.map((one) => (
          <li key={one.id}>
            <b>{one.by}</b> <span class="faint">{one.at}{one.field ? `, on ${one.field}` : ""}</span>
            <p><bdi>{one.text}</bdi></p>
          </li>
        ))}
      </ul>
    </section>
  );
}
