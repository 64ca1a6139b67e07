// The form in codebook order: a field a row, with its light, what the machine says beside what a person says, and what could be picked.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Editor } from "./editor";
import { asRead, fieldName, plainly, type Pick } from "./fields";
import type { Light, Row } from "./current";
import type { Chosen } from "./words";

interface Shown {
  readonly rows: readonly Row[];
  readonly field: string;
  readonly options: readonly Pick[];
  readonly editing: { readonly field: string; readonly bound?: Chosen | undefined } | undefined;
  /** What the last column of a row says of how it stands. */
  readonly told?: (row: Row) => string;
  readonly onField: (field: string) => void;
  readonly onPick: (pick: Pick) => void;
  readonly onDone: (field: string, value: string, words?: Pick["words"]) => void;
  readonly onLeave: () => void;
}

const LIGHTS: Record<Light, string> = {
  suggested: "suggested", disputed: "disputed", accepted: "✓ accepted", set: "✎ set", rejected: "✕ rejected",
};

export function Form({ rows, field, options, editing, told, onField, onPick, onDone, onLeave }: Shown) {
  return (
    <ol class="form" aria-label="Fields" onKeyDown={moveByArrow}>
      {rows.map((row) => {
        const here = row.field === field;
        return (
          <FieldRow key={row.field} row={row} here={here} told={told} onField={onField}>
            {here && editing?.field === row.field ? (
              <Editor
                key={`${row.field}${editing.bound?.start ?? ""}`} field={row.field} value={row.shown ?? ""} picks={options} bound={editing.bound}
                onDone={(value, words) => onDone(row.field, value, words)} onLeave={onLeave}
              />
            ) : here && options.length ? <Options options={options} onPick={onPick} /> : null}
          </FieldRow>
        );
      })}
    </ol>
  );
}

function moveByArrow(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || (event.target as HTMLElement).tagName === "INPUT") return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(":scope > li")];
  const next = all[all.findIndex((each) => each.contains(document.activeElement)) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// The focus follows the cursor, and the cursor the focus, but not at once: two quick keys would have them chase each other for ever.
let following = false;

function follow(row: HTMLElement): void {
  following = true;
  row.focus({ preventScroll: true });
  following = false;
}

interface RowShown {
  readonly row: Row;
  readonly here: boolean;
  readonly told: ((row: Row) => string) | undefined;
  readonly onField: (field: string) => void;
  readonly children: ComponentChildren;
}

function FieldRow({ row, here, told, onField, children }: RowShown) {
  const item = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (!here) return;
    const inside = item.current?.contains(document.activeElement);
    const elsewhere = document.activeElement?.closest("input, textarea, select, dialog, summary, nav, .bar");
    if (!inside && !elsewhere && item.current) follow(item.current);
    item.current?.scrollIntoView({ block: "nearest" });
  }, [here]);
  return (
    <li
      ref={item} tabIndex={0} class={`field ${row.light}${row.pending ? " pending" : ""}`} aria-current={here ? "true" : undefined} data-field={row.field}
      onFocus={() => !following && onField(row.field)}
    >
      <span class="label">{fieldName(row.field)}</span>
      <span class="said">{row.shown === null ? <i>{told && row.light === "suggested" ? "nothing yet" : "unknown"}</i> : <bdi>{asRead(row.field, row.shown)}</bdi>}</span>
      <span class="stands">{told?.(row) ?? LIGHTS[row.light]}{row.by ? <span class="faint"> by {row.by}</span> : null}</span>
      {row.machine !== null && row.machine !== row.shown ? (
        <span class="machine">machine: <bdi>{asRead(row.field, row.machine)}</bdi></span>
      ) : null}
      {row.check ? <span class="check">Check: {plainly(row.check)}</span> : null}
      {children}
    </li>
  );
}

function Options({ options, onPick }: { options: readonly Pick[]; onPick: (pick: Pick) => void }) {
  return (
    <ol class="numbered" aria-label="Could be">
      {options.map((one, at) => (
        <li key={one.value}>
          <button type="button" tabIndex={-1} onClick={() => onPick(one)}>
            <kbd>{at + 1}</kbd> <bdi>{one.name}</bdi> <span class="faint">{one.told}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
