import { useId } from "preact/hooks";
import { to } from "../core/address";
import type { Told } from "../core/api";
import { useAsked } from "../core/asked";
import { EVIDENCE, percent, shareOf, state, VOICES } from "../core/words";
import { Refusal, Waiting } from "../ui/refusal";

type Answer = Told<"Answer">;
interface Props {
  readonly place: () => string;
  readonly on: () => string;
  readonly known: () => string;
  readonly title: string;
  readonly close?: () => void;
}

/** Who held a place on a day and why: what decided it, in the words of the articles, and what would change it. */
export function ControlAnswer({ place, on, known, title, close }: Props) {
  const id = useId();
  const told = useAsked<Answer>(() => (place() && on() ? ["/control", { place: place(), on: on(), as_known: known() }] : null));
  const found = told.value;
  return (
    <section class="answer" aria-labelledby={id} aria-busy={told.waiting}>
      <header class="line">
        <h2 id={id}><bdi>{found?.place ?? place()}</bdi> <span class="faint">{title}</span></h2>
        <a href={to("places", place(), `on=${on()}`)}>Its history</a>
        {close ? <button type="button" onClick={close}>Close</button> : null}
      </header>
      <Refusal error={told.error} />
      <Waiting on={!found && told.waiting} />
      {found ? <Told found={found} /> : null}
    </section>
  );
}

function Told({ found }: { found: Answer }) {
  return (
    <>
      <p class="verdict"><b><bdi>{state(found)}</bdi></b>{found.state === "unknown" ? "" : `, ${percent(found.probability)} sure`}</p>
      <p><bdi>{found.why}</bdi></p>
      {found.besieged_by.length ? <p>Said to be besieged by <bdi>{found.besieged_by.join(", ")}</bdi>.</p> : null}
      {found.evidence.length ? <Shares shares={found.shares} /> : null}
      <h3>What decided it</h3>
      {found.evidence.length ? <ul class="evidence">{found.evidence.map((each) => <Piece key={each.article + each.kind + each.day + each.moves} piece={each} />)}</ul> : <p class="faint">No report tells of it.</p>}
      <h3>What would change it</h3>
      {found.changes.length ? <ul>{found.changes.map((each) => <li key={each}><bdi>{each}</bdi></li>)}</ul> : <p class="faint">No single report of that day would.</p>}
      <p class="faint">If places changed hands half as often: <bdi>{found.at_half_pace}</bdi>; twice as often: <bdi>{found.at_double_pace}</bdi>.</p>
    </>
  );
}

function Shares({ shares }: { shares: Answer["shares"] }) {
  const rows = Object.entries(shares).filter(([, share]) => share >= 0.005).sort(([, a], [, b]) => b - a);
  if (!rows.length) return null;
  return (
    <table class="shares">
      <caption class="sr">How likely each state is</caption>
      <tbody>
        {rows.map(([name, share]) => (
          <tr key={name}>
            <th scope="row"><bdi>{shareOf(name)}</bdi></th>
            <td class="number">{percent(share)}</td>
            <td class="share-bar"><svg width="100" height="10" aria-hidden="true"><rect class="bar-told" width={share * 100} height="10" /></svg></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type PieceTold = Pick<Answer["evidence"][number], "kind" | "named" | "against" | "day" | "known" | "voice" | "speaker" | "article" | "file" | "outlet" | "words"> & {
  readonly moves?: number;
  readonly trust?: number;
  readonly around?: string | null;
};

/** One piece of evidence: what it is, who says so and when, in which words; the words open the article. */
export function Piece({ piece }: { piece: PieceTold }) {
  const moves = piece.moves ?? 0;
  return (
    <li>
      <p>
        <b>{EVIDENCE[piece.kind]}</b>, {piece.day}
        {piece.named.length ? <> · <bdi>{piece.named.join(", ")}</bdi></> : null}
        {piece.against.length ? <> against <bdi>{piece.against.join(", ")}</bdi></> : null}
        {piece.around ? <> · speaks of <bdi>{piece.around}</bdi></> : null}
      </p>
      {piece.words.map((words) => (
        <blockquote key={words.start} dir="auto">
          <a href={to("articles", piece.article, `at=${words.start}-${words.end}`)}><bdi>“{words.quote}”</bdi></a>
        </blockquote>
      ))}
      <p class="faint">
        {piece.speaker ? <><bdi>{piece.speaker}</bdi>, {VOICES[piece.voice]}</> : VOICES[piece.voice]}
        {" · "}<bdi>{piece.outlet ?? piece.file}</bdi>{piece.known ? `, published ${piece.known}` : ""}
        {piece.trust === undefined ? "" : ` · believed ${percent(piece.trust)}`}
        {Math.abs(moves) < 0.005 ? "" : ` · ${moves > 0 ? "raises" : "lowers"} it by ${percent(Math.abs(moves))}`}
      </p>
    </li>
  );
}
