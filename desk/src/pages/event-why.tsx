// Why this is one event with another, or is not.
import { useState } from "preact/hooks";
import { get, type Told } from "../core/api";
import { Said } from "../ui/quote";
import { dated } from "./event-head";
import type { EventTold } from "./event-model";

type Summary = Told<"EventSummary">;

export function Why({ told }: { told: EventTold }) {
  const [words, setWords] = useState("");
  const [found, setFound] = useState<readonly Summary[] | null>(null);
  const [answer, setAnswer] = useState<{ name: string; told: string } | null>(null);
  const [error, setError] = useState("");
  const look = async (event: Event) => {
    event.preventDefault();
    setAnswer(null);
    setError("");
    try {
      if (/^(c1:)?[0-9a-f]{6,}$/.test(words.trim())) return await why(words.trim(), words.trim());
      const page = await get<Told<"EventPage">>("/events", { text: words, standing: "all", limit: 12 });
      setFound(page.items.filter((each) => each.id !== told.event.id));
    } catch (reason) {
      setError((reason as Error).message);
    }
  };
  const why = async (id: string, name: string) => {
    try {
      const said = await get<Told<"WhyTold">>("/why", { one: told.event.id, other: id });
      setAnswer({ name, told: said.told });
    } catch (reason) {
      setError((reason as Error).message);
    }
  };
  const near = found ?? told.episode;
  return (
    <section aria-labelledby="why">
      <h2 id="why" tabIndex={-1}>Why not merged with …</h2>
      <form role="search" class="look" onSubmit={(event) => void look(event)}>
        <label>Another event: words of its places or actors, or its id <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} /></label>
        <button type="submit">Look</button>
      </form>
      {error ? <p role="alert" class="wrong"><Said text={error} /></p> : null}
      {near.length ? (
        <ul class="near">
          {near.slice(0, 12).map((each) => {
            const name = `${each.kind}, ${each.place ?? "place unknown"}, ${dated(each)}`;
            return <li><button type="button" onClick={() => void why(each.id, name)}>Why not?</button> <a href={`/events/${encodeURIComponent(each.id)}`}><Said text={name} /></a></li>;
          })}
        </ul>
      ) : found ? <p>Nothing else is called so.</p> : null}
      <div aria-live="polite">{answer ? <p class="words"><Said text={answer.name} />: <Said text={answer.told} most={2000} /></p> : null}</div>
    </section>
  );
}
