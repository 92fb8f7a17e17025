// Bundles the page into the folder that is named: files with a digest in their names, and the page
// that names them. What is built is the same wherever it is built.
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const folder = process.argv[2];
const { metafile } = await build({
  entryPoints: ["src/main.tsx", "src/style/icon.svg"],
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  entryNames: "[name].[hash]",
  chunkNames: "[name].[hash]",
  assetNames: "[name].[hash]",
  loader: { ".svg": "copy" },
  metafile: true,
  logLevel: "warning",
});
const outputs = Object.entries(metafile.outputs);
const [main, told] = outputs.find(([, each]) => each.entryPoint === "src/main.tsx");
const page = (await readFile("src/index.html", "utf8"))
  .replace("{script}", basename(main))
  .replace("{style}", basename(told.cssBundle))
  .replace("{icon}", basename(outputs.map(([name]) => name).find((name) => name.endsWith(".svg"))));
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "index.html"), page);
