// What else is known of an article: the events it tells, its copies, what nobody knows, what could not be read.
import { useState } from "preact/hooks";
import type { Told } from "../core/api";
import { dayTold } from "../ui/ledger-words";
import { Said } from "../ui/quote";
import { askAgain } from "./article-notice";
import { atWords } from "../ui/evidence";

const MOST_EVENTS = 100; // listed at first

export function About({ told }: { told: Told<"ArticleTold"> }) {
  const { article } = told;
  const [all, setAll] = useState(false);
  const events = [...new Map(told.accounts.flatMap((each) => (told.events[each.id] ? [[told.events[each.id]!, each.type] as const] : [])))];
  const reasons = Object.entries(article.reasons).filter(([, reason]) => reason);
  return (
    <>
      <section aria-labelledby="events-told">
        <h2 id="events-told">Events it tells</h2>
        {events.length ? <ul>{(all ? events : events.slice(0, MOST_EVENTS)).map(([id, type]) => <li><a href={`/events/${encodeURIComponent(id)}`}>{type.replaceAll("_", " ")}</a> <code class="faint">{id.slice(0, 11)}</code></li>)}</ul> : <p class="faint">None.</p>}
        {!all && events.length > MOST_EVENTS ? <button type="button" onClick={() => setAll(true)}>All {events.length}</button> : null}
      </section>
      <section aria-labelledby="copies">
        <h2 id="copies">Copies and rewrites of it</h2>
        {told.copies.length ? (
          <ul>{told.copies.map((each) => <li><a href={`/articles/${encodeURIComponent(each.id)}`}><Said text={each.title || "No title"} most={140} /></a> <span class="faint"><Said text={each.outlet ?? "outlet unknown"} />, {dayTold(each.published)}</span></li>)}</ul>
        ) : <p class="faint">None in the record.</p>}
      </section>
      {told.gaps.length ? (
        <section aria-labelledby="gaps">
          <h2 id="gaps">What nobody knows, as it says</h2>
          <ul>{told.gaps.map((gap) => <li><a href={atWords(article.id, gap.evidence)}><Said text={`${gap.entity}: ${gap.property.replaceAll("_", " ")}`} /></a></li>)}</ul>
        </section>
      ) : null}
      {told.failures.length || reasons.length ? (
        <section aria-labelledby="failures">
          <h2 id="failures">What could not be read, and why</h2>
          <ul>
            {reasons.map(([field, reason]) => <li>{field}: <Said text={reason ?? ""} most={400} /></li>)}
            {told.failures.map((each) => <li>{each.step}: <Said text={each.reason} most={400} /></li>)}
          </ul>
        </section>
      ) : null}
      {told.comments.length ? (
        <section aria-labelledby="said">
          <h2 id="said">Comments</h2>
          <ul>{told.comments.map((each) => <li><Said text={each.by} />: {each.start !== null && each.end !== null ? <a href={`?at=${each.start}-${each.end}`}><Said text={each.text} most={2000} /></a> : <Said text={each.text} most={2000} />}</li>)}</ul>
        </section>
      ) : null}
      <p><button type="button" onClick={askAgain}>Label grave texts again</button></p>
    </>
  );
}
