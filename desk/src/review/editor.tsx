// Writing a value: typed as the command line has it, picked from what the articles say, or looked up by name.
import { untracked, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get, type Told } from "../core/api";
import { meta } from "../ui/frame";
import { replay, takeEarly, written } from "./early";
import { CHOICES, family, fieldName, isToll, mayBeUnknown, typedFigure, type Pick } from "./fields";
import { remember } from "./names";
import type { Chosen } from "./words";

interface Written {
  readonly field: string;
  readonly value: string;
  readonly picks: readonly Pick[];
  readonly bound?: Chosen | undefined;
  readonly onDone: (value: string, words?: Pick["words"]) => void;
  readonly onLeave: () => void;
}

const FIGURE = /^(\d+\+?|(<=|≤)\d+|\d+\s*[-–]\s*\d+|\d+\/\d+\/\d+|unknown)$/;
const DATE = /^(\d{4}-\d\d-\d\d(\/\d{4}-\d\d-\d\d)?|unknown)$/;
const LISTED = ["type", "polarity", "reality", "background", "event"];
const WAIT_MS = 150;

/** What is wrong with a value as typed; "" when nothing is, as far as can be seen from here. */
function wrong(field: string, value: string): string {
  const name = family(field);
  if (isToll(field) && !FIGURE.test(value)) return `${value || "nothing"} is no figure: 12, 12+, <=50, 9-14, 9/12/14 or unknown`;
  if (name === "date" && !DATE.test(value)) return `${value || "nothing"} is no date: 2019-03-22, 2019-03-22/2019-03-24 or unknown`;
  if (!value) return "nothing is written: unknown is an answer";
  return "";
}

export function Editor({ field, value, picks, bound, onDone, onLeave }: Written) {
  const typed = useSignal(bound ? guess(field, bound, picks) : value);
  const touched = useSignal(false);
  const at = useSignal(-1);
  const said = useSignal("");
  const awaited = useSignal(false);
  const found = useLookUp(field, () => (touched.value || bound ? lastOf(field, typed.value) : ""));
  const isFigure = isToll(field) || family(field) === "date"; // written in numbers, so that numbers do not pick
  const input = useRef<HTMLInputElement>(null);
  const options = useComputed(() => optionsFor(field, picks, found.value, touched.value ? typed.value : ""));

  const finish = (pick: Pick | undefined, goesOn = false) => {
    const words = bound ?? pick?.words;
    const made = pick && isList(field) && touched.value ? [...firstOf(typed.value), pick.value].join("; ") : (pick?.value ?? typed.value.trim());
    if (pick) remember(pick.value, pick.name);
    if (goesOn) {
      typed.value = `${made}; `;
      at.value = -1;
      return;
    }
    said.value = wrong(field, made);
    if (!said.value) onDone(made, words ?? undefined);
  };
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    const early = takeEarly();
    const picked = /^[1-9]$/.test(early[0] ?? "") && !isFigure ? options.value[Number(early[0]) - 1] : undefined;
    if (picked) {
      finish(picked);
      return replay(early.slice(1));
    }
    const end = early.findIndex((key) => key === "Enter" || key === "Escape");
    const said = written(end < 0 ? early : early.slice(0, end));
    if (said) {
      typed.value = said;
      touched.value = true;
    }
    if (early[end] === "Escape") onLeave();
    else if (early[end] === "Enter") enter();
    if (end >= 0) replay(early.slice(end + 1));
  }, []);
  // What is typed stands for itself where it is written out; else the first that fits is meant.
  const meant = (): Pick | undefined => {
    if (at.value >= 0) return options.value[at.value];
    return isWritten() || (!touched.value && !bound) ? undefined : options.value[0];
  };
  const isWritten = () => !LISTED.includes(field) && (isFigure || /[,:]|^unknown$/.test(typed.value));
  const enter = () => {
    if (!touched.value && !bound && at.value < 0) onLeave(); // nothing was changed
    else if (isNamed(field) && !isWritten() && !meant()) awaited.value = true; // a name is looked up first
    else finish(meant());
  };
  useSignalEffect(() => {
    if (awaited.value && found.value.length) untracked(() => finish(options.value[0]));
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" || event.key === "Enter" || event.key.startsWith("Arrow")) event.stopPropagation();
    const number = /^[1-9]$/.test(event.key) && !touched.value && !isFigure ? Number(event.key) - 1 : -1;
    if (event.key === "Escape") onLeave();
    else if (event.key === "Enter") enter();
    else if (event.key === ";" && isList(field) && meant()) finish(meant(), true);
    else if (event.key === "ArrowDown") at.value = Math.min(options.value.length - 1, at.value + 1);
    else if (event.key === "ArrowUp") at.value = Math.max(-1, at.value - 1);
    else if (number >= 0 && options.value[number]) finish(options.value[number]);
    else return;
    event.preventDefault();
  };
  return (
    <div class="editor">
      {bound ? <p>Words: <q><bdi>{bound.quote}</bdi></q></p> : null}
      <label>
        <span class="sr">{fieldName(field)}</span>
        <input
          ref={input} role="combobox" aria-expanded="true" aria-controls="options" aria-autocomplete="list" autocomplete="off" spellcheck={false}
          aria-activedescendant={at.value >= 0 ? `option-${at.value}` : undefined} aria-describedby={said.value ? "wrong" : undefined}
          value={typed.value} dir="auto" onKeyDown={onKeyDown}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            touched.value = true;
            at.value = -1;
            awaited.value = false;
          }}
        />
      </label>
      {awaited.value ? <p role="status" class="faint">Looking it up: a name that is not known is written NAME{field === "place" ? ", LAT, LON" : ": KIND"}</p> : null}
      {said.value ? <p id="wrong" role="alert" class="wrong">{said.value}</p> : null}
      <ol id="options" role="listbox" aria-label={`Values for ${fieldName(field)}`} class="numbered">
        {options.value.map((one, number) => (
          <li key={one.value} id={`option-${number}`} role="option" aria-selected={at.value === number} onClick={() => finish(one)}>
            {number < 9 && !touched.value ? <kbd>{number + 1}</kbd> : null} <bdi>{one.name}</bdi> <span class="faint">{one.told}</span>
          </li>
        ))}
      </ol>
      <p class="faint"><kbd>Enter</kbd> keeps it, <kbd>Esc</kbd> leaves it{isList(field) ? <>, <kbd>;</kbd> adds another</> : null}</p>
    </div>
  );
}

const isList = (field: string): boolean => ["actors", "recipients"].includes(field);
const isNamed = (field: string): boolean => isList(field) || field === "place";
const lastOf = (field: string, typed: string): string => (isList(field) ? (typed.split(";").at(-1) ?? "") : typed).trim();
const firstOf = (typed: string): string[] => typed.split(";").slice(0, -1).map((each) => each.trim()).filter(Boolean);

/** What bound words may mean: the value of a claim that rests on some of them, else the figure or name they print. */
function guess(field: string, bound: Chosen, picks: readonly Pick[]): string {
  const overlaps = ({ words }: Pick) => words?.article === bound.article && words.start < bound.end && words.end > bound.start;
  const told = picks.find(overlaps)?.value;
  if (isToll(field)) return typedFigure(bound.quote) || (told ?? "");
  return isNamed(field) ? bound.quote : (told ?? "");
}

function optionsFor(field: string, picks: readonly Pick[], found: readonly Pick[], typed: string): Pick[] {
  const listed = [...picks, ...(field === "type" ? types() : (CHOICES[field] ?? []).map((value) => plain(value)))];
  const known = listed.filter((one, at) => listed.findIndex((other) => other.value === one.value) === at);
  const words = lastOf(field, typed).toLowerCase();
  const fits = words && LISTED.includes(field) ? known.filter((one) => one.name.toLowerCase().includes(words)) : words && isNamed(field) ? [] : known;
  const unknown = mayBeUnknown(field) && (!words || "unknown".startsWith(words)) ? [plain("unknown")] : [];
  return [...found, ...fits, ...unknown].filter((one, at, all) => all.findIndex((other) => other.value === one.value) === at).slice(0, 30);
}

const plain = (value: string): Pick => ({ value, name: value.replaceAll("_", " "), told: "" });
const types = (): Pick[] => (meta.value?.types ?? []).map((one) => ({ value: one.id, name: one.name, told: "" }));

/** Places and actors by their name, while it is typed. */
function useLookUp(field: string, words: () => string) {
  const found = useSignal<readonly Pick[]>([]);
  useSignalEffect(() => {
    const name = words();
    if (!isNamed(field) || name.length < 2 || /^(gn|td):|,/.test(name)) {
      found.value = [];
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      lookUp(field, name, stop.signal).then((all) => (found.value = all)).catch(() => undefined);
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  });
  return found;
}

async function lookUp(field: string, name: string, stop: AbortSignal): Promise<Pick[]> {
  if (field === "place") {
    const told = await get<Told<"PlaceHits">>("/places", { name }, stop);
    return told.items.slice(0, 9).map((one) => ({
      value: one.id,
      name: [one.name, one.admin1, one.country].filter(Boolean).join(", "),
      told: [one.precision, ...one.reasons].join("; "),
    }));
  }
  const told = await get<Told<"ActorHits">>("/actors", { name }, stop);
  return told.items.slice(0, 9).map((one) => ({ value: one.id, name: one.name, told: "" }));
}
