export default function Page() {
  return (
    <main class="column">
      <h1>Set</h1>
    </main>
  );
}
