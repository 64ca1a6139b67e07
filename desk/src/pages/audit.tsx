export default function Page() {
  return (
    <main class="column">
      <h1>Audit log</h1>
    </main>
  );
}
