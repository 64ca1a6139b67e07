// What people have ruled and said of an event, and what one can take along.
import { useState } from "preact/hooks";
import { address, send, type Told } from "../core/api";
import { fieldTold } from "../ui/ledger-words";
import { Exports } from "../ui/exports";
import { Said } from "../ui/quote";
import { meta } from "../ui/frame";
import type { Event, EventTold } from "./event-model";

const moment = (at: string): string => at.replace("T", " ").replace(/:\d\d(\.\d+)?Z$/, " UTC");

export function History({ told }: { told: EventTold }) {
  if (!told.history.length) return <p>No person has ruled on this event yet: every value is the machine’s. <a href={`/queue/${encodeURIComponent(told.event.id)}`}>Review it</a></p>;
  return (
    <>
      <ol class="history">
        {told.history.map((each) => (
          <li class={each.holds ? "" : "gone"}>
            <time dateTime={each.at}>{moment(each.at)}</time> · <Said text={each.by} most={80} />:{" "}
            {each.holds ? <Said text={each.told} most={500} /> : <s><Said text={each.told} most={500} /></s>}
            {each.reason ? <> (<Said text={each.reason} most={500} />)</> : null}
            {each.holds ? null : <span class="note"> taken back</span>}
          </li>
        ))}
      </ol>
      <p><a href={`/queue/${encodeURIComponent(told.event.id)}`}>Review it</a></p>
    </>
  );
}

export function Comments({ target, comments, again }: { target: string; comments: readonly Told<"Comment">[]; again: () => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    try {
      await send("POST", "/comments", { target, text });
      setText("");
      setError("");
      again();
    } catch (reason) {
      setError((reason as Error).message);
    }
  };
  const may = meta.value?.may_write && meta.value.role !== "reader";
  return (
    <>
      <h3>Comments</h3>
      {comments.length ? (
        <ul class="said-list">
          {comments.map((each) => (
            <li>
              <Said text={each.by} most={80} />, <time dateTime={each.at}>{moment(each.at)}</time>{each.field ? `, on ${fieldTold(each.field)}` : ""}: <Said text={each.text} most={4000} />
              {each.article && each.start !== null && each.end !== null ? <> <a href={`/articles/${encodeURIComponent(each.article)}?at=${each.start}-${each.end}`}>the words</a></> : null}
            </li>
          ))}
        </ul>
      ) : <p class="faint">None.</p>}
      {may ? (
        <form class="comment" onSubmit={(event) => void save(event as unknown as SubmitEvent)}>
          <label>A comment <textarea rows={2} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
          <button type="submit">Keep it</button>
          {error ? <p role="alert" class="wrong">{error}</p> : null}
        </form>
      ) : null}
    </>
  );
}

/** The dossier and the event in other forms. */
export function Take({ event }: { event: Event }) {
  const own = `/events/${encodeURIComponent(event.id)}`;
  return (
    <section aria-labelledby="take">
      <h2 id="take">Take it along</h2>
      <p class="take">
        <a class="button main" href={address(`${own}/dossier`)} download>Dossier (one HTML file)</a>
        <a class="button" href={address(own)} download={`${event.id.replace(":", "-")}.json`}>This event as JSON</a>
        <a class="button" href={address(`${own}/claims`)} download={`${event.id.replace(":", "-")}-claims.json`}>Its claims as JSON</a>
      </p>
      <Exports of="This event" asked={{ event: event.id }} />
      <p class="faint">Id <code>{event.id}</code>{event.former_ids.length ? <>; formerly {event.former_ids.map((id) => <code>{id} </code>)}</> : null}</p>
    </section>
  );
}
