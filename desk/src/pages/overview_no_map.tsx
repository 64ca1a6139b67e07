/** In place of the map, where the browser cannot draw it. */
export function NoMap() {
  return (
    <p class="no-map">
      This browser cannot draw the map (it has no WebGL). Nothing is lost: the list and the table show the same events, with their places and how
      exactly these are known.
    </p>
  );
}
