// The words for a value: the sentence with them lit, who says so, where and when, and the way to the article.
import "./evidence.css";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, asked, go } from "../core/address";
import { get, type Told } from "../core/api";
import { dayTold } from "./ledger-words";
import { offsetsOf } from "./passage-offsets";
import { sentenceAround, type Lit, type Role } from "./passage-segments";
import { Stretch } from "./passage";
import { Quote, Said } from "./quote";

export type Evidence = Told<"Evidence">;

const kept = new Map<string, Promise<Told<"ArticleTold">>>();
const MOST_KEPT = 40;

/** An article, asked for once as long as it is among the last ones. */
export function articleOf(id: string): Promise<Told<"ArticleTold">> {
  const known = kept.get(id);
  if (known) return known;
  const asking = get<Told<"ArticleTold">>(`/articles/${encodeURIComponent(id)}`);
  asking.catch(() => kept.delete(id));
  kept.set(id, asking);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  return asking;
}

/** An article as soon as it is there; `error` says why it is not to be had. */
export function useArticle(id: string | null): { value?: Told<"ArticleTold">; error?: string } {
  const [state, setState] = useState<{ of: string | null; value?: Told<"ArticleTold">; error?: string }>({ of: null });
  useEffect(() => {
    if (!id) return;
    let wanted = true;
    articleOf(id).then(
      (value) => wanted && setState({ of: id, value }),
      (reason: Error) => wanted && setState({ of: id, error: reason.message }),
    );
    return () => void (wanted = false);
  }, [id]);
  return state.of === id ? state : {};
}

/** The address of an article at the first of some words. */
export function atWords(article: string, evidence: readonly Evidence[], account?: string): string {
  const first = evidence[0];
  const search = new URLSearchParams();
  if (first) search.set("at", `${first.start}-${first.end}`);
  if (account) search.set("account", account);
  return `/articles/${encodeURIComponent(article)}${search.size ? `?${search}` : ""}`;
}

export interface WordsOf {
  readonly article: string;
  readonly evidence: readonly Evidence[];
  readonly account?: string;
  readonly role: Role;
  readonly speaker?: string | null;
  readonly side?: string;
  readonly note?: ComponentChildren;
}

/** The sentence of some words in place, lit, with speaker, outlet and day. */
export function Words({ article, evidence, account, role, speaker, side, note }: WordsOf) {
  const told = useArticle(article);
  const about = told.value?.article;
  const text = about?.text;
  return (
    <figure class={`words on-${role}`}>
      <blockquote dir="auto">
        {text ? <Sentence text={text} evidence={evidence} role={role} /> : evidence.map((each) => <Quote text={each.quote} />)}
      </blockquote>
      <figcaption>
        {speaker === undefined ? null : <>{speaker ? <>says <Said text={speaker} /></> : "the article’s own words"}{side ? `, ${side}` : ""} · </>}
        {about ? <><Said text={about.outlet ?? "outlet unknown"} />, {dayTold(about.published)} · </> : null}
        {told.error ? <span class="wrong">{told.error} · </span> : null}
        <a href={atWords(article, evidence, account)}>open the article at these words</a>
        {note}
      </figcaption>
    </figure>
  );
}

function Sentence({ text, evidence, role }: { text: string; evidence: readonly Evidence[]; role: Role }) {
  const { toUnits } = offsetsOf(text);
  const lit: Lit[] = evidence.map((each, number) => ({ start: toUnits(each.start), end: toUnits(each.end), role, number }));
  const first = lit[0];
  if (!first) return null;
  const near = sentenceAround(text, first.start, first.end);
  const far = lit.filter((each) => each.start >= near.end || each.end <= near.start);
  return (
    <>
      {near.start > 0 ? "… " : ""}
      <Stretch text={text} chunk={near} lit={lit} />
      {near.end < text.length ? " …" : ""}
      {far.slice(0, 3).map((each) => <> <Stretch text={text} chunk={sentenceAround(text, each.start, each.end)} lit={[each]} /> …</>)}
    </>
  );
}

/** Whether the words of something are shown; it stands in the address. */
export const isShown = (key: string): boolean => asked("show") === key;

/**
 * A value that shows its words: the first press lights them in place, the second opens the article there, Escape closes. `to`: the
 * address of the article at the words.
 */
export function Value({ name, to, children, label }: { name: string; to: string; children: ComponentChildren; label?: string }) {
  const open = isShown(name);
  return (
    <button
      type="button"
      class="value"
      aria-expanded={open}
      title={open ? "again: the article at these words" : "show the words"}
      {...(label ? { "aria-label": label } : {})}
      onClick={() => (open ? go(to) : ask({ show: name }))}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        ask({ show: "" });
      }}
    >
      {children}
    </button>
  );
}
