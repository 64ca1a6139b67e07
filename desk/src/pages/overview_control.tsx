import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, asked } from "../core/address";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { isDay, monthsLater, said, today, toDay, toNumber } from "../core/days";
import { offer } from "../core/keys";
import { later } from "../core/later";
import { canDraw } from "../map/able";
import { DaySlider } from "../ui/day_slider";
import { meta } from "../ui/frame";
import { ControlLegend } from "../ui/legend";
import { Refusal, Waiting } from "../ui/refusal";
import { ControlAnswer } from "./control_answer";
import { ControlTable } from "./control_table";
import { NoMap } from "./overview_no_map";
import "./control.css";

type Day = Told<"ControlDay">;
const ControlMap = later(() => import("../map/control_map"), <div class="map" />);
// The days that the evidence of the record speaks of, once it is told.
const spoken = signal<{ first: string | null; last: string | null }>({ first: null, last: null });
// Beyond this many days after the last word every place is unknown by the rules, so the slider ends there.
const AFTER = 120;

interface Range {
  readonly first: string;
  readonly last: string;
  readonly on: string;
}

/** The days that can be asked about, and the one that is; the last told, if none is chosen. */
function days(): Range | undefined {
  const told = meta.value;
  if (!told) return undefined;
  const first = spoken.value.first ?? told.first ?? today();
  const end = spoken.value.last ?? told.last ?? today();
  const on = asked("on");
  return { first, last: toDay(toNumber(end) + AFTER), on: isDay(on) ? on : end };
}

/** The day until which reports count: the day asked about, a chosen one, or "" for all that is known today. */
function knownOn(on: string): string {
  const told = asked("known");
  return told === "today" ? "" : isDay(told) ? told : on;
}

const choose = (at: string): void => ask({ at }, true);

/** Who held what on a day, as it was known on a day. */
export default function Control() {
  const range = days();
  const comparing = asked("compare") === "1";
  const then = useAsked<Day>(() => {
    const now = days();
    return now ? ["/control/day", { on: now.on, as_known: knownOn(now.on) }] : null;
  });
  const known = useAsked<Day>(() => {
    const now = days();
    return now && asked("compare") === "1" ? ["/control/day", { on: now.on }] : null;
  });
  useEffect(() => {
    if (!then.value) return;
    const { first = null, last = null } = then.value;
    if (first !== spoken.peek().first || last !== spoken.peek().last) spoken.value = { first, last };
  }, [then.value]);
  useEffect(() => {
    const move = (change: (day: string) => string) => () => {
      const now = days();
      if (now) ask({ on: change(now.on) });
    };
    const by = (count: number) => move((day) => toDay(toNumber(day) + count));
    const months = (count: number) => move((day) => monthsLater(day, count));
    return offer([
      { name: "day-before", told: "the day before", key: ",", run: by(-1) },
      { name: "day-after", told: "the day after", key: ".", run: by(1) },
      { name: "month-before", told: "a month before", key: "<", run: months(-1) },
      { name: "month-after", told: "a month after", key: ">", run: months(1) },
      { name: "compare", told: "compare with what is known today", key: "c", run: () => ask({ compare: asked("compare") ? "" : "1" }) },
    ]);
  }, []);
  if (!range) return null;
  const told = then.value;
  const until = knownOn(range.on);
  return (
    <div class="control">
      <h1>Who held what on {said(range.on)}</h1>
      <Choice range={range} comparing={comparing} />
      <Refusal error={then.error || known.error} />
      <Waiting on={!told && then.waiting} />
      {told && !told.places.length ? <p>No report of this record tells who holds a place{until ? ", as far as was known then" : ""}.</p> : null}
      {told ? (
        <>
          <div class={comparing ? "maps two" : asked("at") ? "maps with-answer" : "maps"}>
            <Known told={told} title={knownWords(until)} />
            {comparing && known.value ? <Known told={known.value} title="As known today" /> : null}
            {asked("at") ? <Asked title={knownWords(until)} /> : null}
            {asked("at") && comparing ? <ControlAnswer place={() => asked("at")} on={() => days()?.on ?? ""} known={() => ""} title="As known today" /> : null}
          </div>
          {asked("at") ? null : <p class="faint">Choose a place on the map or in the table to see why, and what would change it.</p>}
          <ControlTable told={told} title={knownWords(until)} other={comparing ? known.value : undefined} chosen={asked("at")} choose={choose} />
        </>
      ) : null}
    </div>
  );
}

function Asked({ title }: { title: string }) {
  return <ControlAnswer place={() => asked("at")} on={() => days()?.on ?? ""} known={() => knownOn(days()?.on ?? "")} title={title} close={() => choose("")} />;
}

const knownWords = (until: string): string => (until ? `As known on ${said(until)}` : "As known today");

function Known({ told, title }: { told: Day; title: string }) {
  const drawn = told.places.filter((place) => place.lat !== null && (place.precision === "exact" || place.precision === "near")).length;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {canDraw() ? <div class="map-frame"><ControlMap told={told} label={`Map of places by holder: ${title}`} chosen={asked("at")} choose={choose} /></div> : <NoMap />}
      <ControlLegend told={told} />
      {drawn < told.places.length ? <p class="faint">{told.places.length - drawn} of {told.places.length} are districts, provinces or places without a point: they are in the table only.</p> : null}
    </section>
  );
}

function Choice({ range, comparing }: { range: Range; comparing: boolean }) {
  const on = (day: string) => ask({ on: day });
  const told = asked("known");
  const way = told === "today" ? "today" : isDay(told) ? "day" : "then";
  const pick = (known: string) => () => ask({ known });
  return (
    <form class="choice" onSubmit={(event) => event.preventDefault()}>
      <div class="day">
        <label>Day <input type="date" value={range.on} onChange={(event) => isDay(event.currentTarget.value) && on(event.currentTarget.value)} /></label>
        <button type="button" onClick={() => on(toDay(toNumber(range.on) - 1))} aria-label="The day before">◀</button>
        <DaySlider label="Day" first={range.first} last={range.last} value={range.on} change={on} />
        <button type="button" onClick={() => on(toDay(toNumber(range.on) + 1))} aria-label="The day after">▶</button>
      </div>
      <fieldset>
        <legend>As known</legend>
        <label><input type="radio" name="known" checked={way === "then"} onChange={pick("")} /> on that day</label>
        <label><input type="radio" name="known" checked={way === "today"} onChange={pick("today")} /> today</label>
        <label><input type="radio" name="known" checked={way === "day"} onChange={pick(range.on)} /> on</label>
        <input
          type="date" aria-label="As known on the day" value={way === "day" ? told : ""}
          onChange={(event) => isDay(event.currentTarget.value) && ask({ known: event.currentTarget.value })}
        />
        <label><input type="checkbox" checked={comparing} onChange={(event) => ask({ compare: event.currentTarget.checked ? "1" : "" })} /> beside what is known today</label>
      </fieldset>
    </form>
  );
}
