export default function Page() {
  return (
    <main class="column">
      <h1>Review</h1>
    </main>
  );
}
