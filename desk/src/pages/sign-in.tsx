export default function Page() {
  return (
    <main class="column">
      <h1>Sign in</h1>
    </main>
  );
}
