export default function Page() {
  return (
    <main class="column">
      <h1>People</h1>
    </main>
  );
}
