// One article as a reviewer reads it: under its heading, with the words of one event lit by role.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Told } from "../core/api";
import { litOf, Passage } from "../ui/passage";
import { Said } from "../ui/quote";
import { article as fetched } from "./current";
import type { BoundSpan } from "./spans";
import { keepText } from "./words";

interface Shown {
  readonly id: string;
  readonly spans: readonly BoundSpan[];
  /** Whether to ask for the text at once. */
  readonly open: boolean;
  readonly about?: ComponentChildren;
}

const ROLES_ON = ["trigger", "actor", "recipient", "place", "date", "count"].map((role) => `on-${role}`).join(" ");

/** An article with its heading; its text comes when it is opened. */
export function Reading({ id, spans, open, about }: Shown) {
  const told = useSignal<Told<"ArticleTold"> | undefined>(undefined);
  const error = useSignal("");
  const opened = useSignal(open);
  useEffect(() => {
    if (!opened.value) return;
    fetched(id).then((found) => (told.value = found)).catch((reason: Error) => (error.value = reason.message));
  }, [opened.value, id]);
  const article = told.value?.article;
  return (
    <details class="reading" open={open} onToggle={(event) => (opened.value = event.currentTarget.open)}>
      <summary>
        {article ? <Said text={article.title ?? article.file} /> : id}
        <span class="faint"> {article?.outlet ? <Said text={article.outlet} /> : null} {article?.published ?? "day unknown"} {about}</span>
      </summary>
      {error.value ? <p role="alert">{error.value}</p> : null}
      {article?.text ? <Text id={id} text={article.text} language={article.language} spans={spans} /> : null}
      {article && !article.text ? <p class="faint">No text of it could be read.</p> : null}
      {article ? <p class="faint"><a href={`/articles/${encodeURIComponent(id)}`}>Open the article</a></p> : null}
    </details>
  );
}

const shown = new Map<string, readonly Told<"Span">[]>();

function Text({ id, text, language, spans }: { id: string; text: string; language: string | null; spans: readonly BoundSpan[] }) {
  const lit = useMemo(() => litOf(text, spans), [text, spans]);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector("[data-by]")?.scrollIntoView({ block: "nearest" }), [lit]);
  keepText(id, text);
  shown.set(id, spans);
  return (
    <div class={ROLES_ON} data-article={id}>
      <Passage text={text} lit={lit} language={language} root={root} />
    </div>
  );
}

const textsShown = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".texts [data-article]")];
const idOf = (text: HTMLElement): string => text.dataset["article"] ?? "";

/** Light the words of one field in what is shown, and bring the first of them into view. */
export function lightField(field: string): void {
  let first: HTMLElement | undefined;
  for (const text of textsShown()) {
    const spans = shown.get(idOf(text)) ?? [];
    for (const mark of text.querySelectorAll<HTMLElement>("mark[data-spans]")) {
      const here = (mark.dataset["spans"] ?? "").split(" ").some((number) => spans[Number(number)]?.field === field);
      mark.classList.toggle("now", here);
      if (here) first ??= mark;
    }
  }
  first?.scrollIntoView({ block: "nearest" });
}

/** Where the words of a field begin in what is shown. */
export function firstLit(field: string): { article: string; start: number } | undefined {
  for (const text of textsShown()) {
    const own = (shown.get(idOf(text)) ?? []).filter((each) => each.field === field).map((each) => each.start);
    if (own.length) return { article: idOf(text), start: Math.min(...own) };
  }
  return undefined;
}

/** The beginning of the first text that is shown. */
export function firstText(): { article: string; start: number } | undefined {
  const first = textsShown()[0];
  return first && { article: idOf(first), start: 0 };
}
