import "./styles.css";
import { render } from "preact";
import { App } from "./app";
import { followLinks } from "./core/address";
import { listen } from "./core/keys";
import { show } from "./core/theme";

const root = document.getElementById("desk");
if (root) {
  show();
  listen();
  followLinks(root);
  render(<App />, root);
}
