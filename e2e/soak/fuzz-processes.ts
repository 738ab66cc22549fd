import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { FuzzAnswer, FuzzFault, FuzzOrder } from "./fuzz-process.ts";

const blockRuns = 5_000;

/** @throws Error with the recipe, where a file was neither read nor refused, and where the process is gone */
function ask(child: ChildProcess, order: FuzzOrder): Promise<FuzzAnswer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null, signal: string | null): void => {
      reject(new Error(`a fuzz process ended with ${signal ?? code ?? "nothing"}`));
    };
    child.once("exit", gone);
    child.once("message", (answer: FuzzAnswer | FuzzFault) => {
      child.off("exit", gone);
      if (answer.fault === undefined) resolve(answer);
      else reject(new Error(answer.fault));
    });
    child.send(order);
  });
}

/**
 * Runs numbers `first` … `first + runs − 1` on all cores; each process takes the next block when it is done, and learns what the
 * others found.
 * @param corpus recipes to begin with, as lines
 * @param folder of files to begin with, beside the generated ones
 */
export async function fuzzOnAllCores(options: {
  readonly runs: number;
  readonly first: number;
  readonly corpus: readonly string[];
  readonly folder: string;
  readonly onAnswer: (answer: FuzzAnswer) => void;
}): Promise<void> {
  const { runs, first, folder, onAnswer } = options;
  const known = [...options.corpus];
  let next = 0;
  const work = async (): Promise<void> => {
    const child = fork(fileURLToPath(new URL("fuzz-process.ts", import.meta.url)), [folder], {
      execArgv: ["--import", "tsx", "--expose-gc"],
    });
    try {
      const own = new Set<string>();
      let told = 0;
      while (next < runs) {
        const block = { first: first + next, runs: Math.min(blockRuns, runs - next) };
        next += block.runs;
        const corpus = known.slice(told).filter((line) => !own.has(line));
        told = known.length;
        const answer = await ask(child, { ...block, corpus });
        for (const line of answer.finds) own.add(line);
        known.push(...answer.finds);
        onAnswer(answer);
      }
    } finally {
      // After a fault the others have no next block either.
      next = runs;
      child.kill();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: availableParallelism() }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
