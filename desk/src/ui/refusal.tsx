/** What the API refused, where it did. */
export function Refusal({ error }: { error: string }) {
  return error ? <p role="alert" class="refusal">{error}</p> : null;
}

/** While an answer is on its way and nothing is there to show yet. */
export function Waiting({ on }: { on: boolean }) {
  return on ? <p class="waiting faint" role="status">Reading the record …</p> : null;
}
