export default function Page() {
  return (
    <main class="column">
      <h1>Double coding</h1>
    </main>
  );
}
