import { useSignal } from "@preact/signals";
import type { ComponentChild, ComponentType } from "preact";
import { useEffect } from "preact/hooks";

/** A component that is loaded when it is first shown; `meanwhile` stands in its place until then. */
export function later<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>, meanwhile: ComponentChild = null): ComponentType<Props> {
  let there: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const loaded = useSignal<ComponentType<Props> | undefined>(there);
    useEffect(() => {
      if (!there) void load().then((module) => (loaded.value = there = module.default));
    }, []);
    const Found = loaded.value;
    return Found ? <Found {...props} /> : <>{meanwhile}</>;
  };
}
