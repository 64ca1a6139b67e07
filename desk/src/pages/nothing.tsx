import { path } from "../core/address";

export default function Nothing() {
  return (
    <main class="column">
      <h1>Nothing here</h1>
      <p>
        There is no page at <code>{path.value}</code>. <a href="/">To the overview</a>
      </p>
    </main>
  );
}
