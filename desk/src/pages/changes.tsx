// What has changed since a day: events that are new, changed or gone.
import { ask, asked } from "../core/address";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { plainLine } from "../core/words";
import { dayTold, fieldTold } from "../ui/ledger-words";
import "../ui/ledger.css";
import { Said } from "../ui/quote";

const WHAT = { new: "new", changed: "changed", deleted: "gone" } as const;
const MOST = 500;

/** A week ago, as a day. */
const aWeekAgo = (): string => new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);

export default function ChangesPage() {
  const since = asked("since") || aWeekAgo();
  const told = useAsked<Told<"ChangesTold">>(() => ["/changes", { since: asked("since") || aWeekAgo(), until: asked("until") }]);
  return (
    <main class="column">
      <h1>Changes</h1>
      <form class="take" onSubmit={(event) => event.preventDefault()}>
        <label>Since <input type="date" value={since} onChange={(event) => ask({ since: event.currentTarget.value }, true)} /></label>{" "}
        <label>until <input type="date" value={asked("until")} onChange={(event) => ask({ until: event.currentTarget.value }, true)} /></label>
      </form>
      {told.error ? <p role="alert">{told.error}</p> : null}
      {told.value ? <Changes told={told.value} /> : told.error ? null : <p class="faint">The changes are on their way.</p>}
    </main>
  );
}

function Changes({ told }: { told: Told<"ChangesTold"> }) {
  if (!told.items.length) return <p aria-live="polite">Nothing has changed since {dayTold(told.since)}.</p>;
  return (
    <>
      <p aria-live="polite" class="changes-told"><Said text={told.told} most={2000} /></p>
      <div class="sideways" tabIndex={0} role="region" aria-label="Changes">
        <table>
          <thead><tr><th scope="col">What</th><th scope="col">Event</th><th scope="col">How</th><th scope="col">Because of</th><th scope="col">Fields</th></tr></thead>
          <tbody>
            {told.items.slice(0, MOST).map((each) => (
              <tr>
                <td>{WHAT[each.what]}</td>
                <td>{each.what === "deleted" ? <code>{each.event}</code> : <a href={`/events/${encodeURIComponent(each.event)}`}><code>{each.event}</code></a>}</td>
                <td><Said text={plainLine(each.told)} most={600} /></td>
                <td><Said text={each.causes.join("; ")} most={300} /></td>
                <td>{each.fields.map(fieldTold).join("; ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {told.items.length > MOST ? <p class="faint">{told.items.length - MOST} more: ask for fewer days.</p> : null}
    </>
  );
}
