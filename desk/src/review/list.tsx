// The queue as a list: what, why to look, and whose it is.
import { useEffect, useRef } from "preact/hooks";
import { plainLine } from "../core/words";
import { meta } from "../ui/frame";
import { plainly } from "./fields";
import * as queue from "./queue";

export const SEARCH = "queue-search";

export function QueueList() {
  const here = useRef<HTMLAnchorElement>(null);
  const at = queue.at.value;
  useEffect(() => here.current?.scrollIntoView({ block: "nearest" }), [at, queue.shown.value.length]);
  return (
    <nav class="queue" aria-label="Queue">
      <p class="tools">
        <label><span class="sr">Search in the queue</span>
          <input
            id={SEARCH} type="search" placeholder="Search the queue  /" value={queue.sought.value} dir="auto"
            onInput={(event) => (queue.sought.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.currentTarget.blur();
              const first = queue.shown.value[0];
              if (first) queue.show(first.id);
            }}
          />
        </label>
        <label class="faint">
          <input type="checkbox" checked={queue.everything.value} onChange={(event) => {
            queue.everything.value = event.currentTarget.checked;
            void queue.load(true);
          }} /> also what was reviewed
        </label>
      </p>
      <p class="faint">{queue.left.value} to look at, the most worth a look first</p>
      {queue.failed.value ? <p role="alert">{queue.failed.value}</p> : null}
      <ol>
        {queue.shown.value.map((item) => {
          const state = queue.stateOf(item);
          const other = item.taken_by && item.taken_by !== meta.value?.who ? item.taken_by : "";
          return (
            <li key={item.id} class={queue.isOpen(item) ? "" : "decided"}>
              <a ref={item.id === at ? here : null} href={`/queue/${encodeURIComponent(item.id)}`} aria-current={item.id === at ? "page" : undefined}>
                <bdi>{plainLine(item.told)}</bdi>
                <span class="faint">
                  {state === "suggested" ? "" : `${state} · `}{other ? `${other} is at it · ` : ""}{plainly(item.check.join("; "))}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
      {queue.hasMore() ? <button type="button" onClick={() => void queue.more()}>More</button> : null}
    </nav>
  );
}
