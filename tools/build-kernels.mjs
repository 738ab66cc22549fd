// Compiles the AssemblyScript kernels to TypeScript modules of base64 bytes, the same in the browser and in Node.
// `node tools/build-kernels.mjs` writes them; with `--check` it only compares, and exits with 1 where one is out of date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const sources = "src/numerics/kernels/assembly";
const generated = "src/numerics/kernels/generated";

// No relaxed SIMD: its results differ between processors. The memory comes from outside; nothing is allocated inside.
const options = [
  "-O3",
  "--enable",
  "simd",
  "--runtime",
  "stub",
  "--noAssert",
  "--importMemory",
  "--use",
  "abort=",
];

async function compile(name) {
  let bytes;
  const { error, stderr } = await asc.main([`${sources}/${name}/index.ts`, "-o", "kernel.wasm", ...options], {
    readFile: undefined,
    writeFile: (_file, contents) => void (bytes = contents),
    baseDir: root,
  });
  if (error) throw new Error(`${name}: ${stderr.toString()}`);
  const lines = Buffer.from(bytes)
    .toString("base64")
    .match(/.{1,100}/g)
    .map((line) => `  "${line}"`);
  return [
    `// Generated from ${sources}/${name} by tools/build-kernels.mjs; do not edit.`,
    `export const ${name}KernelBase64 =\n${lines.join(" +\n")};\n`,
  ].join("\n");
}

const check = process.argv.includes("--check");
const folders = readdirSync(path.join(root, sources), { withFileTypes: true }).filter((it) =>
  it.isDirectory(),
);
for (const { name } of folders) {
  const file = path.join(root, generated, `${name}-kernel.ts`);
  const text = await compile(name);
  const upToDate = existsSync(file) && readFileSync(file, "utf8") === text;
  if (!check) writeFileSync(file, text);
  else if (!upToDate) process.exitCode = 1;
  console.log(`${name}: ${upToDate ? "up to date" : check ? "out of date" : "written"}`);
}
