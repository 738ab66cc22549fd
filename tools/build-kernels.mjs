// Compiles the AssemblyScript kernels to TypeScript modules of base64 bytes, the same in the browser and in Node.
// `node tools/build-kernels.mjs` writes them; `compileKernels()` returns their text, for the test that compares.
import { readdirSync, writeFileSync } from "node:fs";
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

/** @returns {Promise<Map<string, string>>} text of each generated module, by its path from the project's root */
export async function compileKernels() {
  const folders = readdirSync(path.join(root, sources), { withFileTypes: true }).filter((it) =>
    it.isDirectory(),
  );
  const texts = new Map();
  for (const { name } of folders) texts.set(`${generated}/${name}-kernel.ts`, await compile(name));
  return texts;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [file, text] of await compileKernels()) {
    writeFileSync(path.join(root, file), text);
    console.log(`${file}: ${text.length} characters`);
  }
