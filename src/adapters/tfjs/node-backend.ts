import { createRequire } from "node:module";
import path from "node:path";
import { env, ready, setBackend } from "@tensorflow/tfjs-core";
import { JobError } from "../../pipeline/errors.ts";
import type { NetworkTrainer } from "../../pipeline/models/contract.ts";
import { computesRightly } from "./self-test.ts";
import { TfjsNetworkTrainer } from "./softmax-trainer.ts";

/** Fastest first. */
const loaders: Readonly<Record<string, () => Promise<unknown>>> = {
  wasm: loadWasmBackend,
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
};

let chosen: Promise<NetworkTrainer> | undefined;

/**
 * The network trainer of Node: tfjs on WebAssembly, or in plain JavaScript where that does not load or fails the self-test.
 * One for the process, as tfjs's backend is.
 * @throws JobError `no-backend`
 */
export function createNodeNetworkTrainer(): Promise<NetworkTrainer> {
  chosen ??= chooseBackend();
  return chosen;
}

async function chooseBackend(): Promise<NetworkTrainer> {
  // tfjs's own switch for production: no advice printed to the console.
  env().set("PROD", true);
  const faults: unknown[] = [];
  for (const [name, load] of Object.entries(loaders)) {
    try {
      await load();
      if (!(await setBackend(name))) continue;
      await ready();
      if (await computesRightly()) return new TfjsNetworkTrainer();
      faults.push(new Error(`${name}: wrong numbers`));
    } catch (fault) {
      faults.push(fault);
    }
  }
  throw new JobError("no-backend", "none of tfjs's backends (wasm, cpu) loads and computes rightly here", {
    advice: "Install the packages again (npm ci), or train with boosting, which needs none.",
    cause: new AggregateError(faults),
  });
}

async function loadWasmBackend(): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(`${path.dirname(entry)}${path.sep}`);
  // One thread: its own threads would be made from text at run time, and the sums would depend on their number.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
}
