import { useSignal } from "@preact/signals";
import { keyOf, known, printed, rebind, resetKeys, type Action } from "../core/keys";
import { Dialog } from "./dialog";

const HELD = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock"]);

/** The keys that work on this page. Each may be given another one; the browser keeps it. */
export function Help({ close }: { close: () => void }) {
  const asking = useSignal("");
  const told = useSignal("");
  const take = (action: Action) => (event: KeyboardEvent) => {
    if (asking.value !== action.name || event.key === "Tab" || HELD.has(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    asking.value = "";
    if (event.key === "Escape") return;
    const key = printed(event);
    const taken = rebind(action, key);
    told.value = taken ? `${key} is already: ${taken.told}. Give that another key first.` : `${key} is now: ${action.told}.`;
  };
  return (
    <Dialog title="Keys" close={close}>
      <p>Choose a key to give its action another one. Tab and the arrows move as in any page; Enter opens.</p>
      <table>
        <thead>
          <tr><th scope="col">Key</th><th scope="col">What it does</th></tr>
        </thead>
        <tbody>
          {known.value.map((action) => (
            <tr key={action.name}>
              <td>
                <button
                  type="button"
                  class="key"
                  aria-label={`${keyOf(action)}: ${action.told}. Change this key`}
                  onClick={() => (asking.value = action.name)}
                  onKeyDown={take(action)}
                  onBlur={() => (asking.value = "")}
                >
                  {asking.value === action.name ? "press a key" : keyOf(action)}
                </button>
              </td>
              <td>{action.told}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">{told.value}</p>
      <button type="button" onClick={() => (resetKeys(), (told.value = "All keys are as they were."))}>All keys as they were</button>
    </Dialog>
  );
}
