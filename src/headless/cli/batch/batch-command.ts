import { availableParallelism } from "node:os";
import path from "node:path";
import { startScoringPool } from "../../../adapters/node/scoring/scoring-pool.ts";
import { readWholeFile } from "../../../adapters/node/whole-file.ts";
import type { ReadBundleOptions } from "../../../pipeline/bundle/contract.ts";
import { InputError, JobError } from "../../../pipeline/errors.ts";
import type { SegyReading } from "../../../pipeline/segy/contract.ts";
import type { StepPorts } from "../../../pipeline/steps/context.ts";
import type { PredictionFormat } from "../../../pipeline/steps/write-predictions.ts";
import { scorerProgram } from "../../scorer/scorer-program.ts";
import { formatCount } from "../format.ts";
import { printResult } from "../output.ts";
import { segyFilesOf } from "../segy-files.ts";
import { predictBatch, type BatchResult } from "./predict-batch.ts";

export interface BatchOptions {
  readonly bundle: string;
  readonly trust: ReadBundleOptions;
  readonly outDir: string;
  readonly format: PredictionFormat;
  readonly processes?: number;
  readonly resume: boolean;
  readonly reading?: SegyReading;
  readonly json: boolean;
}

/** One core is left to reading and writing. */
const usualProcesses = (): number => Math.max(1, availableParallelism() - 1);

/** @throws InputError or JobError `files-failed` after all others were done */
export async function runBatch(
  ports: StepPorts,
  files: readonly string[],
  options: BatchOptions,
): Promise<void> {
  const { trust, outDir, format, processes = usualProcesses(), resume, reading, json } = options;
  const found = await segyFilesOf(files);
  const pool = await startScoringPool({
    bundle: await readWholeFile(options.bundle),
    trust,
    program: scorerProgram(),
    processes,
    // Each waits for its turn.
    maxSegy: Infinity,
  });
  let result: BatchResult;
  try {
    result = await predictBatch(pool, {
      files: found,
      folder: path.resolve(outDir),
      format,
      reading,
      resume,
      signal: ports.signal,
      onProgress: ports.onProgress,
    });
  } finally {
    await pool.close({ drain: false });
  }
  printResult(json, { outDir, ...result }, () => linesOf(outDir, result));
  if (result.failed.length > 0) throw failureOf(result);
}

function linesOf(outDir: string, { scored, kept, failed, manifestWasDamaged }: BatchResult): string[] {
  return [
    ...(manifestWasDamaged ? ["the folder's predictions.json was damaged: all was scored anew"] : []),
    ...kept.map(({ output }) => `${output}  whole already`),
    ...scored.map(
      ({ output, examples, unscored, why }) =>
        `${output}  ${formatCount(examples)} examples${unscored > 0 ? `, ${formatCount(unscored)} not scored (NaN or infinity in the window)` : ""}${why === "new" ? "" : ` (again: ${why})`}`,
    ),
    ...failed.map(({ file, code, message }) => `${path.basename(file)}  FAILED: ${message} [${code}]`),
    `${outDir}  ${scored.length} scored, ${kept.length} whole already, ${failed.length} failed`,
  ];
}

function failureOf({ scored, kept, failed }: BatchResult): InputError | JobError {
  const names = failed.map(({ file, code }) => `${path.basename(file)} [${code}]`).join(", ");
  const all = scored.length + kept.length + failed.length;
  const message = `${failed.length} of ${all} files could not be scored: ${names}`;
  const options = { advice: "The others are done. Mend these and run it again." };
  return failed.every(({ kind }) => kind === "input")
    ? new InputError("files-failed", message, options)
    : new JobError("files-failed", message, options);
}
