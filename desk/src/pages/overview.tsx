export default function Overview() {
  return (
    <main class="column">
      <h1>Overview</h1>
    </main>
  );
}
