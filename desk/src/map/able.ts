let able: boolean | undefined;

/** Whether this browser can draw a map at all (WebGL 2). Tried once: each try takes one of the few contexts that a page may have. */
export function canDraw(): boolean {
  able ??= tried();
  return able;
}

function tried(): boolean {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
