// Who is said to have done it: rival accounts side by side, each with who says so; proposals in Airwars' manner stand apart.
import { atWords, isShown, Value, Words } from "../ui/evidence";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { dayTold } from "../ui/ledger-words";
import { Said } from "../ui/quote";
import { dated } from "./event-head";
import { nounTold, rivals, type EventTold, type Said as Saying } from "./event-model";

export function Rivals({ told }: { told: EventTold }) {
  const found = rivals(told.tellings);
  return (
    <section aria-labelledby="who">
      <h2 id="who" tabIndex={-1}>Who did it</h2>
      {found.length ? null : <p>No report names who did it.</p>}
      {found.length > 1 ? <p class="faint">{found.length} are named. Each stands with who says so; none is taken for a finding.</p> : null}
      <div class="rivals">
        {found.map((rival) => (
          <article class="rival">
            <h3><Said text={told.names[rival.name] ?? rival.name} most={120} /> <span class="faint">{rival.kind.replaceAll("_", " ")}</span></h3>
            <Sayings list={rival.for} prefix={`for:${rival.key}`} none="Nobody says so." />
            {rival.against.length ? <><h4>Against it</h4><Sayings list={rival.against} prefix={`against:${rival.key}`} none="" against /></> : null}
          </article>
        ))}
      </div>
      <Otherwise told={told} />
      <Proposal told={told} />
    </section>
  );
}

/** Events of the same place and days with other actors: the same happening told otherwise, or another one. One press away. */
function Otherwise({ told }: { told: EventTold }) {
  const { summary } = told;
  const first = summary.start ?? summary.end;
  const page = useAsked<Told<"EventPage">>(() =>
    first && summary.place_id ? ["/events", { place: summary.place_id, first, last: summary.end ?? first, standing: "all", limit: 50 }] : null,
  );
  const own = new Set(summary.actors.map((each) => each.id));
  const others = page.value?.items.filter((each) => each.id !== summary.id && each.actors.some((actor) => !own.has(actor.id))) ?? [];
  if (!others.length) return null;
  return (
    <div class="otherwise">
      <h3>Told of the same place and days, with others as acting</h3>
      <ul>
        {others.slice(0, 10).map((each) => (
          <li>
            <a href={`/events/${encodeURIComponent(each.id)}`}>{each.kind}, <Said text={each.place ?? "place unknown"} />, {dated(each)}</a>:{" "}
            <Said text={each.actors.map((actor) => actor.name).join(", ")} most={200} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Sayings({ list, prefix, none, against = false }: { list: readonly Saying[]; prefix: string; none: string; against?: boolean }) {
  if (!list.length) return <p class="faint">{none}</p>;
  return (
    <ul>
      {list.map((said, at) => {
        const { telling } = said;
        const name = `${prefix}:${at}`;
        return (
          <li>
            <Value name={name} to={atWords(telling.article.id, said.evidence, telling.account.id)}>
              {said.speaker ? <><Said text={said.speaker} most={100} /> ({nounTold(said.stance)})</> : "the article itself"}
            </Value>
            <span class="faint"> · <Said text={telling.article.outlet ?? "outlet unknown"} most={80} />, {dayTold(telling.article.published)}</span>
            {isShown(name) ? <Words article={telling.article.id} evidence={said.evidence} account={telling.account.id} role={against ? "speaker" : "actor"} speaker={said.speaker} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

const STATUSES: Record<string, string> = {
  "declared-strike": "declared: a party says that it struck", "likely-strike": "likely: more than one independent voice, no party owns up",
  "contested-strike": "contested: parties are named against each other, or deny", "single-source-claim": "single source: one independent voice",
};

/** Grade, strike status and conceded figures: proposals, drawn as such. */
function Proposal({ told }: { told: EventTold }) {
  if (!told.strike_status && !told.grade && !told.conceded.length && !told.grade_reasons.length) return null;
  return (
    <aside class="proposal" aria-label="Proposal in Airwars’ manner">
      <h3>Proposal, not reviewed by a person</h3>
      <dl class="short">
        <dt>strike status</dt><dd>{told.strike_status ? (STATUSES[told.strike_status] ?? told.strike_status) : "none"}</dd>
        <dt>grade of the allegation</dt>
        <dd>
          {told.grade ?? "none"}
          <ul>{told.grade_reasons.map((reason) => <li><Said text={reason} /></li>)}</ul>
        </dd>
        <dt>conceded by a party</dt>
        <dd>{told.conceded.length ? <ul>{told.conceded.map((each) => <li><Said text={each.name} /></li>)}</ul> : "nothing"}</dd>
      </dl>
      <p class="faint">In Airwars’ manner, by rule from the ledger, and not Airwars’ own assessment. What a party concedes never changes what is reported.</p>
    </aside>
  );
}
