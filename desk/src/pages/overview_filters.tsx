import { useEffect, useRef } from "preact/hooks";
import { asked } from "../core/address";
import type { Told } from "../core/api";
import { isDay } from "../core/days";
import { country } from "../core/words";
import { Choices, Chip } from "../ui/chips";
import { clear, filter, FILTERS, set, type Filter } from "./overview_query";

const PAUSE = 250; // ms after the last letter before it is asked

/** All filters, with the number of events that each value would leave. */
export function Filters({ facets }: { facets: Told<"Facets"> | undefined }) {
  const choose = (name: Filter) => (id: string) => filter({ [name]: id });
  const common = { first: 6 };
  return (
    <form class="filters" role="search" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <Typed name="text" label="Words" hint="a place, somebody, a kind of event" search />
      <div class="dates">
        <Typed name="first" label="From" type="date" />
        <Typed name="last" label="Until" type="date" />
      </div>
      <Choices legend="Type" choices={facets?.types ?? []} chosen={asked("type")} choose={choose("type")} {...common} />
      <Typed name="actor" label="Who" hint="part of a name" />
      <Choices legend="Named most" choices={facets?.actors ?? []} chosen={asked("actor")} choose={choose("actor")} {...common} first={4} />
      <Typed name="place" label="Where" hint="part of a name" />
      <Choices legend="Places told most" choices={facets?.places ?? []} chosen={asked("place")} choose={choose("place")} {...common} first={4} />
      {(facets?.countries.length ?? 0) > 1 || asked("country") ? (
        <Choices legend="Countries" choices={(facets?.countries ?? []).map((each) => ({ ...each, name: country(each.id) }))} chosen={asked("country")} choose={choose("country")} {...common} first={4} />
      ) : null}
      <div class="pair">
        <Typed name="voices" label="Voices, at least" type="number" />
        <Typed name="killed" label="Killed, at least" type="number" />
      </div>
      <label class="check">
        <input type="checkbox" checked={asked("disputed") === "1"} onChange={(event) => filter({ disputed: event.currentTarget.checked ? "1" : "" })} />
        Only where figures are disputed
      </label>
      <Choices legend="Standing (what happened, unless chosen)" choices={standings(facets)} chosen={asked("standing")} choose={choose("standing")} {...common} />
      <Choices legend="Review" choices={facets?.states ?? []} chosen={asked("state")} choose={choose("state")} {...common} />
    </form>
  );
}

/** The standings told of, and all of them together. */
function standings(facets: Told<"Facets"> | undefined): Told<"Named">[] {
  const told = facets?.standings ?? [];
  return told.length ? [...told, { id: "all", name: "all", count: told.reduce((sum, each) => sum + each.count, 0) }] : [];
}

/** The filters that are set, in a line. */
export function FiltersSet({ facets }: { facets: Told<"Facets"> | undefined }) {
  const held = set();
  if (!held.length) return null;
  return (
    <ul class="chips" aria-label="Filters that are set">
      {held.map(([name, value]) => (
        <Chip key={name} label={FILTERS[name]} value={told(name, value, facets)} remove={() => filter({ [name]: "" })} />
      ))}
      {held.length > 1 ? <li><button type="button" onClick={clear}>Take off all</button></li> : null}
    </ul>
  );
}

/** A value as people call it. */
function told(name: Filter, value: string, facets: Told<"Facets"> | undefined): string {
  if (name === "country") return country(value);
  if (name === "bbox" || name === "disputed") return "";
  const lists = { type: facets?.types, actor: facets?.actors, place: facets?.places } as Partial<Record<Filter, Told<"Named">[]>>;
  return lists[name]?.find((each) => each.id === value)?.name ?? value.replaceAll("_", " ");
}

interface TypedProps {
  readonly name: Filter;
  readonly label: string;
  readonly type?: "search" | "date" | "number";
  readonly hint?: string;
  readonly search?: boolean;
}

/** A filter that is typed; it is asked after a pause, or at once with Enter. */
function Typed({ name, label, type = "search", hint = "", search = false }: TypedProps) {
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  const value = asked(name);
  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = value;
  }, [value]);
  useEffect(() => {
    if (search && location.hash === "#search") field.current?.focus();
  }, []);
  const tell = (text: string, pause: number) => {
    clearTimeout(timer.current);
    if (type === "date" && text && !isDay(text)) return;
    timer.current = window.setTimeout(() => filter({ [name]: text.trim() }, false), pause);
  };
  const given = {
    ref: field, defaultValue: value, "data-search": search ? "" : undefined,
    onInput: () => tell(field.current?.value ?? "", PAUSE),
    onKeyDown: (event: KeyboardEvent) => void (event.key === "Enter" && tell(field.current?.value ?? "", 0)),
  };
  return (
    <label class="typed">
      <span>{label}</span>
      {type === "date" ? <input type="date" {...given} />
        : type === "number" ? <input type="number" min={0} {...given} />
        : <input type="search" placeholder={hint} dir="auto" autoComplete="off" {...given} />}
    </label>
  );
}
