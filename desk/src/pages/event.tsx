export default function Page() {
  return (
    <main class="column">
      <h1>Event</h1>
    </main>
  );
}
