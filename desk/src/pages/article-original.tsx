// The original as it was captured: its bytes as plain text, never as markup, with a way to take the file along.
import { useMemo } from "preact/hooks";
import { address, type Told } from "../core/api";
import { chunks } from "../ui/passage-segments";
import { Safe } from "../ui/quote";

export function Original({ told }: { told: Told<"ArticleTold"> }) {
  const { original, article } = told;
  const body = useMemo(
    () => (original === null ? null : chunks(original).map((each) => <div class="chunk"><Safe text={original.slice(each.start, each.end)} /></div>)),
    [original],
  );
  return (
    <section class="original" aria-labelledby="original">
      <h2 id="original">The original, as plain text</h2>
      <p><a href={address(`/articles/${encodeURIComponent(article.id)}/original`)} download>Save the file as it was captured</a> <span class="faint">(it may hold anything: open it with care)</span></p>
      {body ? <div class="passage bytes" tabIndex={0} role="region" aria-label="Original text">{body}</div> : <p class="faint">It is no text that could be shown.</p>}
      {told.original_cut ? <p class="faint">Only its beginning is shown.</p> : null}
      {article.removed.length ? (
        <details>
          <summary>{article.removed.length} stretches that cleaning took out</summary>
          <ul class="removed">{article.removed.slice(0, 200).map((each) => <li>{each.why}: <q><bdi><Safe text={each.quote.slice(0, 300)} /></bdi></q></li>)}</ul>
        </details>
      ) : null}
    </section>
  );
}
