import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { path } from "./core/address";
import { Frame } from "./ui/frame";

type Page = ComponentType<{ rest: string }>;

// Each page is loaded when it is first shown, so that the first one is there at once.
const PAGES: readonly [RegExp, () => Promise<{ default: Page }>][] = [
  [/^\/$/, () => import("./pages/overview")],
];

export function App() {
  const page = useSignal<{ show: Page; rest: string } | undefined>(undefined);
  useSignalEffect(() => {
    const at = path.value;
    const [pattern, load] = PAGES.find(([each]) => each.test(at)) ?? [null, () => import("./pages/nothing")];
    const rest = pattern?.exec(at)?.[1] ?? "";
    let wanted = true;
    void load().then((module) => {
      if (wanted) page.value = { show: module.default, rest };
    });
    return () => {
      wanted = false;
    };
  });
  const shown = page.value;
  return <Frame>{shown ? <shown.show rest={shown.rest} key={shown.rest} /> : null}</Frame>;
}
