// The audit log: all that was done here, the newest first, each line tied to the one before it.
import { useSignal, useSignalEffect } from "@preact/signals";
import { get, type Told } from "../core/api";
import "./people.css";
import "./sets.css";

export default function Audit() {
  const lines = useSignal<readonly Told<"AuditLine">[]>([]);
  const page = useSignal<Told<"AuditPage"> | undefined>(undefined);
  const error = useSignal("");
  const ask = async (cursor: string | null) => {
    try {
      const told = await get<Told<"AuditPage">>("/audit", { cursor });
      lines.value = cursor ? [...lines.value, ...told.items] : told.items;
      page.value = told;
      error.value = "";
    } catch (reason) {
      error.value = (reason as Error).message;
    }
  };
  useSignalEffect(() => void ask(null));
  const told = page.value;
  return (
    <main class="column">
      <h1>Audit log</h1>
      {error.value ? <p role="alert">{error.value}</p> : null}
      {told ? <Chain {...told} /> : null}
      <div class="wide">
        <table class="audit">
          <thead>
            <tr>{["No.", "When (UTC)", "Who", "What", "On", "Line"].map((name) => <th scope="col" key={name}>{name}</th>)}</tr>
          </thead>
          <tbody>
            {lines.value.map((line) => (
              <tr key={line.id}>
                <td>{line.number}</td>
                <td><time dateTime={line.at}>{line.at.replace("T", " ").replace("Z", "")}</time></td>
                <td><bdi>{line.by}</bdi></td>
                <td><bdi>{line.told}</bdi></td>
                <td><Target id={line.target} /></td>
                <td class="id" title={line.id}>{line.id.slice(0, 11)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {told?.next ? <button type="button" onClick={() => void ask(told.next)}>Older ones</button> : null}
    </main>
  );
}

function Chain({ whole, total }: Told<"AuditPage">) {
  if (whole) return <p>{total} lines. <b>The chain is whole</b>: each line names the one before it, and none is missing or changed.</p>;
  return <p role="alert" class="wrong">{total} lines. <b>The chain is broken</b>: a line was changed or taken out since it was written. `tidings audit --replay` says where.</p>;
}

function Target({ id }: { id: string }) {
  if (id.startsWith("c1:")) return <a href={`/events/${encodeURIComponent(id)}`}>{id.slice(0, 11)}</a>;
  if (id.startsWith("a1:")) return <a href={`/articles/${encodeURIComponent(id)}`}>{id.slice(0, 11)}</a>;
  return <bdi title={id}>{/^[a-z]1:/.test(id) ? id.slice(0, 11) : id}</bdi>;
}
