export default function Page() {
  return (
    <main class="column">
      <h1>Adjudication</h1>
    </main>
  );
}
