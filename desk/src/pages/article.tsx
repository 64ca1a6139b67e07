export default function Page() {
  return (
    <main class="column">
      <h1>Article</h1>
    </main>
  );
}
