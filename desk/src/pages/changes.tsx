export default function Page() {
  return (
    <main class="column">
      <h1>Changes</h1>
    </main>
  );
}
