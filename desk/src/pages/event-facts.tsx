// An event in short: each value in codebook order; a press shows its words.
import { isShown, atWords, Value } from "../ui/evidence";
import { WordsOfEntry } from "../ui/ledger";
import { boundsTold, daysTold, fieldTold, type Entry } from "../ui/ledger-words";
import { Quote, Said } from "../ui/quote";
import type { ComponentChildren } from "preact";
import { claimsFor, type Actor, type EventTold } from "./event-model";
import type { Told } from "../core/api";

const MOST_WORDS = 4;
// Days that are the bounds of rough words: "since 2021" was never told as the first of January.
const ROUGH: ReadonlySet<string> = new Set(["month", "year", "more"]);

export function Facts({ told }: { told: EventTold }) {
  const { event } = told;
  const { values } = event;
  const lights = new Map(told.fields.map((each) => [each.field, each]));
  const day = values.date.start || values.date.end ? daysTold(`${values.date.start ?? ".."}/${values.date.end ?? ".."}`) : "unknown";
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" tabIndex={-1}>In short</h2>
      <dl class="short">
        <Fact told={told} field="type" light={lights.get("type")}>{event.type.replaceAll("_", " ")}</Fact>
        <dt>told as</dt>
        <dd>{[event.standing.polarity, event.standing.reality, event.standing.background ? "background" : "news"].join(", ")} <Light light={lights.get("polarity")} /></dd>
        <Fact told={told} field="date" light={lights.get("date")}>{day}{ROUGH.has(values.date.precision) && values.date.words ? <> <span class="note"><Quote text={values.date.words} most={60} /></span></> : null}</Fact>
        <Fact told={told} field="place" light={lights.get("place")}>
          {values.place ? <Said text={[values.place.name, values.place.admin2, values.place.admin1, told.summary.country].filter((each, at, all) => each && all.indexOf(each) === at).join(", ")} /> : "unknown"}
        </Fact>
        <Fact told={told} field="actors" light={lights.get("actors")}><Actors list={values.actors} names={told.names} /></Fact>
        <Fact told={told} field="recipients" light={lights.get("recipients")}><Actors list={values.recipients} names={told.names} /></Fact>
        {(["killed", "injured"] as const).flatMap((kind) => {
          const groups = Object.entries(values[kind]);
          if (!groups.length) return [<Fact told={told} field={`counts.${kind}.unknown`} light={undefined}>unknown</Fact>];
          return groups.map(([group, figures]) => (
            <Fact told={told} field={`counts.${kind}.${group}`} light={lights.get(`${kind}.${group}`)}>{boundsTold(figures)}</Fact>
          ));
        })}
      </dl>
    </section>
  );
}

interface FactOf {
  readonly told: EventTold;
  readonly field: string;
  readonly light: Told<"FieldLight"> | undefined;
  readonly children: ComponentChildren;
}

function Fact({ told, field, light, children }: FactOf) {
  const claims = claimsFor(told.event, field);
  const name = `value:${field}`;
  const first = claims[0];
  return (
    <>
      <dt>{fieldTold(field)}</dt>
      <dd>
        {first ? <Value name={name} to={atWords(first.article, first.evidence, first.account)}>{children}</Value> : <span class="none">{children}</span>}
        {told.event.disputed.includes(field) ? <span class="note disputed"> disputed</span> : null}
        <Light light={light} />
        {light?.check ? <span class="check">to check: <Said text={checkTold(light.check)} most={300} /></span> : null}
        {isShown(name) ? <AllWords claims={claims} /> : null}
      </dd>
    </>
  );
}

/** What to check of a field, with the ledger's own name of it in words. */
const checkTold = (check: string): string => check.replace(/^(counts\.[\w.]+)/, (field) => fieldTold(field));

/** What a person has said of a field; without that it is a suggestion and looks like one. */
function Light({ light }: { light: Told<"FieldLight"> | undefined }) {
  if (!light?.light) return <span class="light machine" title="nobody has looked at this field yet"> read by machine</span>;
  const was = light.light === "set" && light.machine ? ` (the machine read: ${light.machine})` : "";
  return <span class={`light ${light.light}`}> {light.light}{light.by ? <> by <Said text={light.by} most={60} /></> : null}{was ? <Said text={was} most={200} /> : null}</span>;
}

function AllWords({ claims }: { claims: readonly Entry[] }) {
  const several = new Map(claims.map((each) => [`${each.article} ${each.evidence[0]?.start} ${each.speaker}`, each]));
  const shown = [...several.values()].slice(0, MOST_WORDS);
  return (
    <>
      {shown.map((entry) => <WordsOfEntry entry={entry} />)}
      {several.size > shown.length ? <p class="faint">{several.size - shown.length} more in the <a href="#ledger">ledger</a>.</p> : null}
    </>
  );
}

function Actors({ list, names }: { list: readonly Actor[]; names: EventTold["names"] }) {
  if (!list.length) return <>unknown</>;
  return (
    <>
      {list.map((actor, at) => (
        <>
          {at ? "; " : ""}
          <Said text={names[actor.name] ?? actor.name} most={120} />
          {actor.attributed_by.length ? <span class="faint"> (says <Said text={actor.attributed_by.join(", ")} most={200} />)</span> : null}
        </>
      ))}
    </>
  );
}
