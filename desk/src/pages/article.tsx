// The article reader: the clean text with its words lit, what they were read as, and the original beside it.
import "./article.css";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { ask, asked } from "../core/address";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { offer } from "../core/keys";
import { dayTold } from "../ui/ledger-words";
import { offsetsOf } from "../ui/passage-offsets";
import { ROLES, type Lit } from "../ui/passage-segments";
import { litOf, Passage } from "../ui/passage";
import { Said } from "../ui/quote";
import { About } from "./article-about";
import { flash, found, nextLit, point } from "./article-find";
import { Legend } from "./article-legend";
import { Notice, noticeFor, useNotice } from "./article-notice";
import { Original } from "./article-original";
import { Justified, Rule, useRule, Values } from "./article-values";

type ArticleTold = Told<"ArticleTold">;

export default function ArticlePage({ rest }: { rest: string }) {
  const told = useAsked<ArticleTold>(() => [`/articles/${encodeURIComponent(rest)}`]);
  if (told.error) return <main class="column"><h1>This article cannot be shown</h1><p role="alert">{told.error}</p><p><a href="/">To the overview</a></p></main>;
  if (!told.value) return <main class="column" aria-busy="true"><p class="faint">The article is on its way.</p></main>;
  return <Reader told={told.value} />;
}

function Reader({ told }: { told: ArticleTold }) {
  const { article } = told;
  const graphic = noticeFor(told);
  const notice = useNotice();
  return (
    <main class="column article">
      <h1 dir="auto"><Said text={article.title ?? "No title"} /></h1>
      <p class="byline">
        <Said text={article.outlet ?? "outlet unknown"} />, {dayTold(article.published)}{article.published_basis === "unknown" ? "" : <span class="faint"> ({BASES[article.published_basis]})</span>}
        {" "}· language: {article.language ?? "unknown"} · file <code><Said text={article.file} /></code>
      </p>
      {article.url ? <p class="faint">Address as given: <Said text={article.url} most={500} /></p> : null}
      {graphic && !notice.seen ? <Notice reason={graphic} notice={notice} /> : <Body told={told} />}
    </main>
  );
}

const BASES = { given: "as given", metadata: "from its metadata", printed: "as printed", unknown: "" } as const;

function Body({ told }: { told: ArticleTold }) {
  const text = told.article.text ?? "";
  const account = asked("account");
  const spans = useMemo(() => (account ? told.spans.filter((span) => span.owner === account) : told.spans), [told, account]);
  const lit = useMemo(() => litOf(text, spans), [text, spans]);
  const off = new Set(asked("off").split(",").filter(Boolean));
  const on = ROLES.filter(([role]) => !off.has(role)).map(([role]) => `on-${role}`);
  const root = useRef<HTMLDivElement>(null);
  const rule = useRule(root, spans);
  useAddress(root, text, lit);
  useKeys(root, lit, off);
  const chosen = asked("words").split(" ").filter(Boolean).map(Number).filter((each) => each < spans.length);
  const original = asked("original") === "1";
  return (
    <div class={`reader ${on.join(" ")} ${original ? "with-original" : ""}`}>
      <section aria-label="Text" class="text">
        <Legend spans={spans} off={off} />
        {account ? <p class="only">Only the words of one account are lit. <button type="button" onClick={() => ask({ account: "", words: "" })}>Light all</button></p> : null}
        {told.article.text === null ? <p class="wrong">{told.article.reasons.text ?? "No text could be read."}</p> : (
          <div onClick={(event) => choose(event.target)} onKeyDown={(event) => event.key === "Enter" && choose(event.target)}>
            <Passage text={text} lit={lit} language={told.article.language} root={root} inSteps />
          </div>
        )}
        <div class="foot">
          <div aria-live="polite">{chosen.length ? <Justified spans={chosen.map((at) => spans[at]!)} told={told} /> : null}</div>
          {chosen.length && !rule.length ? null : <Rule spans={rule} />}
        </div>
      </section>
      {original ? <Original told={told} /> : null}
      <aside class="beside" aria-label="What was read in it">
        <p><button type="button" aria-expanded={original} onClick={() => ask({ original: original ? "" : "1" })}>{original ? "Hide the original" : "Show the original beside it"}</button></p>
        <Values told={told} spans={spans} show={(span) => root.current && flash(root.current, spans.indexOf(span))} />
        <About told={told} />
      </aside>
    </div>
  );
}

/** A press on lit words: which values they are words of stands in the address. */
function choose(target: EventTarget | null): void {
  if (!getSelection()?.isCollapsed) return;
  const lit = (target as Element | null)?.closest<HTMLElement>("[data-spans]");
  const words = lit?.dataset["spans"];
  if (!words) return;
  ask({ words });
  lit.scrollIntoView({ block: "nearest" }); // above the list, where that would stand over them
}

/** To the words that the address names: `at=start-end` in code points, or `find=` a quotation. */
function useAddress(root: { current: HTMLDivElement | null }, text: string, lit: readonly Lit[]): void {
  const [at, find] = [asked("at"), asked("find")];
  useEffect(() => {
    if (!root.current) return;
    const { toUnits, toPoints } = offsetsOf(text);
    const place = /^(\d+)-(\d+)$/.exec(at);
    const range = place ? { start: toUnits(Number(place[1])), end: toUnits(Number(place[2])) } : found(text, find);
    if (!range) return;
    const exact = lit.find((each) => each.start === range.start && each.end === range.end);
    if (exact) flash(root.current, exact.number);
    else point(root.current, toPoints(range.start), toPoints(range.end));
  }, [at, find, text, lit]);
}

function useKeys(root: { current: HTMLDivElement | null }, lit: readonly Lit[], off: ReadonlySet<string>): void {
  const hidden = [...off].join(",");
  useEffect(() => {
    const shown = lit.filter((each) => !hidden.split(",").includes(each.role));
    const step = (by: 1 | -1) => root.current && nextLit(root.current, shown, by);
    return offer([
      { name: "article.next", told: "Next lit words", key: "n", run: () => void step(1) },
      { name: "article.previous", told: "Lit words before", key: "p", run: () => void step(-1) },
      { name: "article.original", told: "The original beside the text, or not", key: "o", run: () => ask({ original: asked("original") ? "" : "1" }) },
      { name: "article.close", told: "Close the list of values", key: "Escape", run: () => ask({ words: "" }) },
    ]);
  }, [lit, hidden]);
}
