// The codebook's card for the field under the cursor.
import codebook from "./codebook.json";
import { family } from "./fields";

interface Card {
  readonly title: string;
  readonly asks: string;
  readonly rules: readonly string[];
  readonly written?: string;
}
const CARDS: Record<string, Card> = codebook;

export function CodebookCard({ field }: { field: string }) {
  const card = CARDS[family(field)];
  if (!card) return null;
  return (
    <aside class="card" aria-label={`Codebook: ${card.title}`}>
      <h3>{card.title}</h3>
      <p>{card.asks}</p>
      <ul>{card.rules.map((rule) => <li key={rule}>{rule}</li>)}</ul>
      {card.written ? <p class="faint">Written: {card.written}</p> : null}
    </aside>
  );
}
