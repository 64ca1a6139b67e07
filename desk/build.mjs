// Bundles src/main.tsx and the styles into the folder named on the command line; called by scripts/build_desk.py.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
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

const files = Object.entries(made.metafile.outputs);
const name = (wanted) => "/static/" + files.find(([path, told]) => wanted(path, told))[0].split("/").pop();
const script = name((_, told) => told.entryPoint === "src/main.tsx" && told.cssBundle);
const style = name((path) => path.endsWith(".css"));
const html = await readFile(join(here, "index.html"), "utf8");
await writeFile(join(out, "index.html"), html.replace("SCRIPT", script).replace("STYLE", style));
