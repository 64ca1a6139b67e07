import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** How wide an element is, in CSS pixels, kept in step; 0 before it is shown. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const width = useSignal(0);
  useEffect(() => {
    if (!element.current) return;
    const watch = new ResizeObserver(([entry]) => (width.value = Math.floor(entry?.contentRect.width ?? 0)));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return width.value;
}
