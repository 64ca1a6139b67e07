// Bundles src/main.tsx and the styles into the folder named on the command line; called by scripts/build_desk.py.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
const require = createRequire(import.meta.url);
const maplibre = dirname(require.resolve("maplibre-gl/package.json"));
const atlas = dirname(require.resolve("world-atlas/package.json"));

const made = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.tsx"],
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  outdir: out,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  logLevel: "warning",
  legalComments: "linked",
});
await mkdir(join(out, "map"), { recursive: true });
await copyFile(join(maplibre, "dist", "maplibre-gl-worker.mjs"), join(out, "map", "maplibre-gl-worker.mjs"));
await copyFile(join(atlas, "countries-50m.json"), join(out, "map", "countries-50m.json"));
await copyFile(join(here, "..", "src", "tidings", "reference", "data", "outlines.json"), join(out, "map", "outlines.json"));

const [script] = Object.entries(made.metafile.outputs).find(([path, each]) => path.endsWith(".js") && each.entryPoint === "src/main.tsx");
// Pages are loaded when they are first shown, but all styles are there at once: one small file, the desk's own first.
const written = Object.keys(made.metafile.outputs).filter((path) => path.endsWith(".css"));
await Promise.all(written.map((path) => rm(join(here, path))));
const sheets = Object.keys(made.metafile.inputs).filter((path) => /^src\/.*\.css$/.test(path) && path !== "src/styles.css").sort();
const styles = await build({
  absWorkingDir: here,
  stdin: { contents: ["src/styles.css", ...sheets].map((path) => `@import "./${path}";`).join("\n"), loader: "css", resolveDir: here },
  bundle: true,
  minify: true,
  write: false,
  logLevel: "warning",
});
const style = `desk-${createHash("sha256").update(styles.outputFiles[0].contents).digest("hex").slice(0, 8)}.css`;
await writeFile(join(out, style), styles.outputFiles[0].contents);
// What the first script imports is named at once: a browser would find each only when it has read the one before.
const named = (path, found = new Set()) => {
  for (const each of made.metafile.outputs[path].imports) {
    if (each.kind === "import-statement" && !found.has(each.path)) named(each.path, found.add(each.path));
  }
  return found;
};
const preloads = [...named(script)].map((path) => `<link rel="modulepreload" href="/static/${path.split("/").pop()}">`).join("\n    ");
const html = await readFile(join(here, "index.html"), "utf8");
await writeFile(join(out, "index.html"), html.replace("SCRIPT", `/static/${script.split("/").pop()}`).replace("STYLE", `/static/${style}`).replace("<!-- PRELOADS -->", preloads));
