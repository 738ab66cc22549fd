import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";
import type { ScorerProgram } from "./contract.ts";

/** The scorer of these very sources, built: it starts in a fraction of the time that the sources take. */
export async function buildScorer(): Promise<{
  readonly program: ScorerProgram;
  readonly remove: () => Promise<void>;
}> {
  // Within the project, where the packages are found that stay outside the build.
  await mkdir(".cache", { recursive: true });
  const folder = await mkdtemp(path.resolve(".cache/scorer-"));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      ssr: "src/headless/scorer/main.ts",
      outDir: folder,
      target: "node20",
      minify: false,
      rollupOptions: { output: { entryFileNames: "scorer.js" } },
    },
  });
  return {
    program: { command: process.execPath, args: [path.join(folder, "scorer.js")] },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
