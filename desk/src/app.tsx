import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { path } from "./core/address";
import { address, ahead } from "./core/api";
import { Frame } from "./ui/frame";

type Page = ComponentType<{ rest: string }>;
interface Shown {
  readonly Page: Page;
  readonly rest: string;
}

// Each page is loaded when it is first shown, so that the first one is there at once; a third part is the long answer that it asks for first.
const PAGES: readonly [RegExp, () => Promise<{ default: Page }>, string?][] = [
  [/^\/$/, () => import("./pages/overview")],
  [/^\/events\/([^/]+)$/, () => import("./pages/event"), "/events/"],
  [/^\/articles\/([^/]+)$/, () => import("./pages/article"), "/articles/"],
  [/^\/places\/([^/]+)$/, () => import("./pages/place")],
  [/^\/queue(?:\/([^/]+))?$/, () => import("./pages/queue")],
  [/^\/sets$/, () => import("./pages/sets")],
  [/^\/sets\/([^/]+)\/adjudicate$/, () => import("./pages/adjudicate")],
  [/^\/sets\/([^/]+)$/, () => import("./pages/set")],
  [/^\/people$/, () => import("./pages/people")],
  [/^\/audit$/, () => import("./pages/audit")],
  [/^\/changes$/, () => import("./pages/changes")],
  [/^\/sign-in$/, () => import("./pages/sign-in")],
];

export function App() {
  const shown = useSignal<Shown | undefined>(undefined);
  const failed = useSignal("");
  useSignalEffect(() => {
    const at = path.value;
    const [pattern, load, question] = PAGES.find(([each]) => each.test(at)) ?? [null, () => import("./pages/nothing")];
    const rest = pattern?.exec(at)?.[1] ?? "";
    ahead(question ? address(question + encodeURIComponent(rest)) : "");
    let wanted = true;
    load()
      .then((module) => {
        if (wanted) shown.value = { Page: module.default, rest };
      })
      .catch(() => (failed.value = "This page could not be loaded: is the desk still running? Load it anew to try again."));
    return () => {
      wanted = false;
    };
  });
  const now = shown.value;
  return (
    <Frame>
      {failed.value ? <p role="alert" class="column">{failed.value}</p> : null}
      {now ? <Titled key={now.Page.name + now.rest} {...now} /> : null}
    </Frame>
  );
}

let first = true;

/** A page: its heading becomes the title of the window, and a reader's focus is at its beginning when it was gone to. */
function Titled({ Page, rest }: Shown) {
  useEffect(() => {
    if (!first) document.getElementById("content")?.focus({ preventScroll: true });
    first = false;
    const name = () => {
      const heading = document.querySelector("main h1")?.textContent?.trim();
      const title = heading ? `${heading} · tidings` : "tidings";
      if (document.title !== title) document.title = title;
    };
    name();
    const watch = new MutationObserver(name);
    watch.observe(document.getElementById("content") ?? document.body, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, []);
  return <Page rest={rest} />;
}
