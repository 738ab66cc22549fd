import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ScorerProgram } from "../../adapters/node/scoring/contract.ts";

/** How this very build, or these sources, start a scorer. */
export function scorerProgram(): ScorerProgram {
  const here = fileURLToPath(import.meta.url);
  const folder = path.dirname(here);
  if (here.endsWith(".ts"))
    return { command: process.execPath, args: ["--import", "tsx", path.join(folder, "main.ts")] };
  // Bundled into the command itself, or into a chunk beside it.
  const dist = path.basename(folder) === "chunks" ? path.dirname(folder) : folder;
  return { command: process.execPath, args: [path.join(dist, "scorer.js")] };
}
