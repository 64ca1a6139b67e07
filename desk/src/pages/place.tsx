export default function Page() {
  return (
    <main class="column">
      <h1>Place</h1>
    </main>
  );
}
