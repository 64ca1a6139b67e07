/** What the API refused, where it did. */
export function Refusal({ error }: { error: string }) {
  return error ? <p role="alert" class="refusal">{error}</p> : null;
}
