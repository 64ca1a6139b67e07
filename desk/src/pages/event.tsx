// The event page: what is known of one event, who says so, and in which words.
import "./event.css";
import { useEffect } from "preact/hooks";
import { asked, ask, go } from "../core/address";
import { address } from "../core/api";
import { useAsked } from "../core/asked";
import { offer } from "../core/keys";
import { Ledger } from "../ui/ledger";
import { Tolls } from "../ui/tolls";
import { EventArticles } from "./event-articles";
import { Around, Episode } from "./event-around";
import { Facts } from "./event-facts";
import { Head, RULES } from "./event-head";
import { Comments, History, Take } from "./event-history";
import { EventPlace } from "./event-place";
import { Rivals } from "./event-rivals";
import { Why } from "./event-why";
import type { EventTold } from "./event-model";

const PARTS: readonly [string, string][] = [
  ["facts", "In short"], ["tolls", "Tolls"], ["ledger", "Ledger"], ["who", "Who did it"], ["place", "Where"], ["articles", "Articles"], ["around", "Around it"], ["history", "Review"],
];

export default function EventPage({ rest }: { rest: string }) {
  const told = useAsked<EventTold>(() => [`/events/${encodeURIComponent(rest)}`]);
  const { value } = told;
  useKeys(rest);
  if (told.error) {
    return <main class="column"><h1>This event cannot be shown</h1><p role="alert">{told.error}</p><p><a href="/">To the overview</a></p></main>;
  }
  if (!value) return <main class="column" aria-busy="true"><p class="faint">The event is on its way.</p></main>;
  const outlets = new Map(value.tellings.map((each) => [each.article.id, each.article.outlet]));
  return (
    <main class="column event">
      <Head told={value} />
      <nav class="parts" aria-label="Parts of this page">
        {PARTS.map(([id, name]) => <a href={`#${id}`} onClick={(event) => jump(event, id)}>{name}</a>)}
      </nav>
      <Facts told={value} />
      <section aria-labelledby="tolls"><h2 id="tolls" tabIndex={-1}>Tolls</h2><Tolls entries={value.event.ledger} /></section>
      <section aria-labelledby="ledger">
        <h2 id="ledger" tabIndex={-1}>Ledger</h2>
        <Ledger entries={value.event.ledger} disputed={value.event.disputed} outlet={(article) => outlets.get(article) ?? "outlet unknown"} />
      </section>
      <Rivals told={value} />
      <EventPlace told={value} />
      <EventArticles told={value} />
      <Why told={value} />
      <section aria-labelledby="around">
        <h2 id="around" tabIndex={-1}>Around it</h2>
        <Around summary={value.summary} />
        <Episode events={value.episode} links={value.event.links} />
      </section>
      <section aria-labelledby="history">
        <h2 id="history" tabIndex={-1}>Review</h2>
        <History told={value} />
        <Comments target={value.event.id} comments={value.comments} again={told.again} />
      </section>
      <Take event={value.event} />
    </main>
  );
}

/** To a part of the page, without the address losing what it holds. */
function jump(event: MouseEvent, id: string): void {
  event.preventDefault();
  event.stopPropagation();
  const part = document.getElementById(id);
  part?.scrollIntoView({ block: "start" });
  part?.focus({ preventScroll: true });
}

function useKeys(event: string): void {
  useEffect(
    () =>
      offer([
        { name: "event.dossier", told: "Dossier of this event", key: "D", run: () => location.assign(address(`/events/${encodeURIComponent(event)}/dossier`)) },
        { name: "event.rule", told: "Next rule for the figures of the sentence", key: "r", run: nextRule },
        { name: "event.next", told: "Next value with its words", key: "n", run: () => step(1) },
        { name: "event.previous", told: "Value before, with its words", key: "p", run: () => step(-1) },
        { name: "event.close", told: "Close the words", key: "Escape", run: () => ask({ show: "" }) },
        { name: "event.review", told: "Review this event", key: "v", run: () => go(`/queue/${encodeURIComponent(event)}`) },
      ]),
    [event],
  );
}

function nextRule(): void {
  const at = RULES.findIndex(([rule]) => rule === (asked("rule") || "low-best-high"));
  ask({ rule: RULES[(at + 1) % RULES.length]![0] });
}

/** To the next value that can show its words, and show them. */
function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLButtonElement>("main .value")];
  const shown = all.findIndex((each) => each.getAttribute("aria-expanded") === "true");
  const here = all.indexOf(document.activeElement as HTMLButtonElement);
  const from = here >= 0 ? here : shown;
  const next = all[from < 0 && by < 0 ? all.length - 1 : from + by];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "center" });
  if (next.getAttribute("aria-expanded") !== "true") next.click();
}
