// Every article of an event by wire group, its words lit by role, and why it was joined to the others.
import { useState } from "preact/hooks";
import { useArticle } from "../ui/evidence";
import { dayTold } from "../ui/ledger-words";
import { ROLE_NAMES, ROLES, sentenceAround, type Chunk, type Lit } from "../ui/passage-segments";
import { litOf, Stretch } from "../ui/passage";
import { Quote, Said } from "../ui/quote";
import { counted } from "./event-head";
import { byWire, nounTold, spansOf, standingTold, type EventTold, type Telling } from "./event-model";
import type { Told } from "../core/api";

const MOST_OPEN = 3; // articles whose words are shown from the start
const MOST_GROUPS = 20;
const ALL_ON = ROLES.map(([role]) => `on-${role}`).join(" ");

export function EventArticles({ told }: { told: EventTold }) {
  const groups = byWire(told.tellings);
  const [all, setAll] = useState(false);
  const articles = groups.reduce((sum, group) => sum + group.articles.length, 0);
  let open = 0;
  return (
    <section aria-labelledby="articles">
      <h2 id="articles" tabIndex={-1}>Articles</h2>
      <p>
        {counted(articles, "article")} → {counted(told.event.voices, "independent voice")} → 1 event. Copies and rewrites of one text are one voice; so are texts that only repeat one speaker.
      </p>
      <p class="legend-line">{["trigger", "actor", "recipient", "place", "date", "count", "means", "speaker"].map((role) => <span class={ALL_ON}><mark class={`lit r-${role}`}>{ROLE_NAMES[role as keyof typeof ROLE_NAMES]}</mark> </span>)}</p>
      {(all ? groups : groups.slice(0, MOST_GROUPS)).map((group, at) => (
        <section class="group" aria-label={`Text ${at + 1}`}>
          <h3>Text {at + 1}{group.articles.length > 1 ? `, in ${group.articles.length} copies or rewrites` : ""}</h3>
          {group.articles.map(([article, tellings]) => <One article={article} tellings={tellings} open={open++ < MOST_OPEN} />)}
        </section>
      ))}
      {!all && groups.length > MOST_GROUPS ? <button type="button" onClick={() => setAll(true)}>All {groups.length} texts</button> : null}
    </section>
  );
}

function One({ article, tellings, open }: { article: Told<"ArticleRef">; tellings: readonly Telling[]; open: boolean }) {
  const [shown, setShown] = useState(open);
  return (
    <details class="telling" open={open} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        <Said text={article.title || "No title"} most={160} /> <span class="faint">· <Said text={article.outlet ?? "outlet unknown"} most={80} />, {dayTold(article.published)}</span>
      </summary>
      {shown ? tellings.map((telling) => <Account telling={telling} />) : null}
    </details>
  );
}

function Account({ telling }: { telling: Telling }) {
  const { account, article } = telling;
  const standing = standingTold(account);
  const said = account.attribution.map((each) => `${each.speaker} (${nounTold(each.stance)})`);
  return (
    <div class="account">
      <p class="faint">
        told as {account.type.replaceAll("_", " ")}{standing ? ` (${standing})` : ""}{said.length ? <> · <Said text={[...new Set(said)].join("; ")} /></> : null} ·{" "}
        <a href={`/articles/${encodeURIComponent(article.id)}?account=${encodeURIComponent(account.id)}`}>open the article</a>
      </p>
      <Excerpt telling={telling} />
      {telling.why ? <p class="why"><strong>Why it is this event:</strong> <Said text={telling.why} most={1200} /></p> : null}
    </div>
  );
}

/** The sentences that hold the words of an account, lit by role. */
function Excerpt({ telling }: { telling: Telling }) {
  const { account, article } = telling;
  const { value, error } = useArticle(article.id);
  const text = value?.article.text;
  if (error) return <p class="wrong">{error}</p>;
  if (!value) return <p class="faint">The words are on their way.</p>;
  if (!text) return <blockquote dir="auto">{account.evidence.map((each) => <Quote text={each.quote} />)}</blockquote>;
  const lit = litOf(text, spansOf(account));
  return (
    <blockquote class={`excerpt ${ALL_ON}`} dir="auto">
      {sentencesOf(text, lit).map((chunk, at) => <>{at || chunk.start ? "… " : ""}<Stretch text={text} chunk={chunk} lit={lit} /> </>)}…
    </blockquote>
  );
}

const MOST_LETTERS = 2000;

/** The sentences around words, those that touch joined, no more than fits. */
function sentencesOf(text: string, lit: readonly Lit[]): readonly Chunk[] {
  const found: Chunk[] = [];
  let letters = 0;
  for (const each of lit) {
    const last = found.at(-1);
    if (last && each.end <= last.end) continue;
    const near = sentenceAround(text, each.start, each.end);
    const start = last ? Math.max(near.start, last.end) : near.start;
    letters += near.end - start;
    if (letters > MOST_LETTERS && found.length) break;
    if (last && !text.slice(last.end, start).trim()) found[found.length - 1] = { start: last.start, end: near.end };
    else found.push({ start: start + text.slice(start, near.end).search(/\S|$/), end: near.end });
  }
  return found;
}
