// A question that must be answered before anything else; Escape leaves it, and the keys of the page rest meanwhile.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { giveEarly, keepEarly, takeEarly, written } from "./early";

interface Asked {
  readonly title: string;
  readonly onLeave: () => void;
  readonly onKey?: (key: string) => boolean;
  readonly children: ComponentChildren;
}

export function Modal({ title, onLeave, onKey, children }: Asked) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const back = document.activeElement as HTMLElement | null;
    box.current?.showModal();
    // Numbers pick: they must not be typed into a field, unless writing is what is asked for.
    const first = box.current?.querySelector<HTMLTextAreaElement>("[data-first]");
    (first ?? box.current)?.focus();
    if (first) first.value = written(takeEarly());
    else void giveEarly(box.current, (key) => (key === "Escape" ? onLeave() : onKey?.(key)));
    return () => requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return; // the answer has put the focus somewhere already
      (document.querySelector<HTMLElement>(".form > [aria-current]") ?? back)?.focus({ preventScroll: true });
    });
  }, []);
  return (
    <dialog
      ref={box}
      class="ask"
      tabIndex={-1}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onLeave();
      }}
      onKeyDown={(event) => {
        if (keepEarly(event)) return; // those pressed before it are still being given
        event.stopPropagation();
        const target = event.target as HTMLElement;
        const typing = ["INPUT", "TEXTAREA"].includes(target.tagName) && (target as HTMLInputElement).type !== "checkbox";
        const key = typing && event.key.length === 1 ? "" : event.key;
        if (key && onKey?.(key)) event.preventDefault();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}

/** A list of which a number picks one. */
export function Numbered({ items, onPick }: { items: readonly ComponentChildren[]; onPick: (at: number) => void }) {
  return (
    <ol class="numbered">
      {items.map((item, at) => (
        <li key={at}>
          <button type="button" onClick={() => onPick(at)}>
            {at < 10 ? <kbd>{(at + 1) % 10}</kbd> : null} {item}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** "1" to "9" as a place in a list. */
export const numberOf = (key: string): number => (/^[1-9]$/.test(key) ? Number(key) - 1 : -1);
