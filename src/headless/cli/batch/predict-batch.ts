import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { removeAbandoned } from "../../../adapters/node/folder-storage.ts";
import type { ScoringPool } from "../../../adapters/node/scoring/contract.ts";
import { GeophoneError, InputError, JobError } from "../../../pipeline/errors.ts";
import type { SegyReading } from "../../../pipeline/segy/contract.ts";
import type { StepProgress } from "../../../pipeline/steps/context.ts";
import type { PredictionFormat } from "../../../pipeline/steps/write-predictions.ts";
import { describeFailure } from "../output.ts";
import { PredictionManifest, type ManifestEntry } from "./prediction-manifest.ts";
import { scoreFile } from "./score-file.ts";
import { whyScore, type WhyScore } from "./why-score.ts";

export interface BatchRequest {
  /** Absolute paths of SEG-Y files. */
  readonly files: readonly string[];
  readonly folder: string;
  readonly format: PredictionFormat;
  readonly reading?: SegyReading;
  /** Whether what an earlier batch left whole is taken as it is. */
  readonly resume: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: StepProgress) => void;
}

export interface BatchResult {
  /** In the order of the files, as are the others. */
  readonly scored: readonly (Pick<ManifestEntry, "output" | "examples" | "unscored" | "classCounts"> & {
    readonly file: string;
    readonly why: WhyScore;
  })[];
  /** What was there already, whole. */
  readonly kept: readonly { readonly file: string; readonly output: string }[];
  readonly failed: readonly {
    readonly file: string;
    readonly code: string;
    readonly message: string;
    /** Whether the file is to blame, or the work. */
    readonly kind: "input" | "job";
  }[];
  /** The folder's manifest could not be read. */
  readonly manifestWasDamaged: boolean;
}

const endings: Readonly<Record<PredictionFormat, string>> = {
  csv: ".csv",
  parquet: ".parquet",
  segy: ".classes.sgy",
};

/** After these, no other file would fare better. */
const hopeless: ReadonlySet<string> = new Set(["storage-full", "no-scorers"]);

/**
 * Scores each file into a file of its own. What fails is told at the end; the others are done.
 * @throws InputError `outputs-clash`; JobError `cancelled` when it was told to stop, with what is whole
 */
export async function predictBatch(pool: ScoringPool, request: BatchRequest): Promise<BatchResult> {
  const { folder, format, reading, resume, signal } = request;
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  const manifest = await PredictionManifest.open(folder);
  const files = [...new Set(request.files)].filter((file) => !manifest.isOutput(file));
  const outputs = outputsOf(files, folder, endings[format]);
  const scored = new Map<string, BatchResult["scored"][number]>();
  const kept = new Map<string, BatchResult["kept"][number]>();
  const failed = new Map<string, BatchResult["failed"][number]>();
  const progress = await batchProgress(files, request.onProgress);
  const stop = new AbortController();
  const until = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;

  const doFile = async (file: string): Promise<void> => {
    const output = outputs.get(file)!;
    const entry = manifest.get(path.basename(output));
    const bundleSha256 = pool.model.sha256;
    const why = resume
      ? await whyScore(entry, { file, output, bundleSha256, reading, signal: until })
      : "new";
    if (why === undefined) {
      kept.set(file, { file, output: path.basename(output) });
      return;
    }
    const onShare = (share: number): void => {
      progress(file, share);
    };
    const made = await scoreFile(pool, { file, output, format, reading, signal: until, onShare });
    await manifest.put(made);
    const { examples, unscored, classCounts } = made;
    scored.set(file, { file, output: made.output, why, examples, unscored, classCounts });
  };

  const isStopped = (): boolean => until.aborted;
  const waiting = [...files];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined && !isStopped(); file = waiting.shift()) {
      try {
        await doFile(file);
      } catch (error) {
        if (isStopped()) return;
        const { code, message } = describeFailure(error);
        failed.set(file, { file, code, message, kind: error instanceof InputError ? "input" : "job" });
        if (error instanceof GeophoneError && hopeless.has(code)) stop.abort();
      }
      progress(file, 1);
    }
  };
  // While one file is opened, or its last block written, the scorers are at another.
  await Promise.all(Array.from({ length: pool.state().processes + 1 }, work));
  if (signal?.aborted)
    throw new JobError(
      "cancelled",
      `cancelled; ${scored.size + kept.size} of ${files.length} files are done`,
      {
        advice: "Run it again: it goes on with the others.",
      },
    );
  for (const file of files)
    if (!scored.has(file) && !kept.has(file) && !failed.has(file))
      failed.set(file, { file, code: "not-begun", message: `${file} was not begun`, kind: "job" });
  const inOrder = <T>(found: ReadonlyMap<string, T>): T[] => files.flatMap((file) => found.get(file) ?? []);
  return {
    scored: inOrder(scored),
    kept: inOrder(kept),
    failed: inOrder(failed),
    manifestWasDamaged: manifest.isDamaged,
  };
}

/** `line.sgy` → `line.csv`. @throws InputError `outputs-clash` when two files would have one output */
function outputsOf(files: readonly string[], folder: string, ending: string): Map<string, string> {
  const owners = new Map<string, string>();
  return new Map(
    files.map((file) => {
      const output = path.join(folder, `${path.parse(file).name}${ending}`);
      // Not every file system tells capitals from small letters.
      const key = output.toLowerCase();
      const owner = owners.get(key);
      if (owner !== undefined)
        throw new InputError("outputs-clash", `${owner} and ${file} would both be written to ${output}`, {
          place: { file },
          advice: "Score them into folders of their own.",
        });
      owners.set(key, file);
      return [file, output];
    }),
  );
}

/** Takes the share of each file that is done; tells of all, by their bytes. */
async function batchProgress(
  files: readonly string[],
  onProgress: BatchRequest["onProgress"],
): Promise<(file: string, share: number) => void> {
  const sizes = new Map<string, number>();
  // What is not there is told when its turn comes.
  for (const file of files)
    sizes.set(
      file,
      await stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const shares = new Map<string, number>();
  return (file, share) => {
    shares.set(file, share);
    const done = [...shares].reduce((sum, [own, part]) => sum + part * sizes.get(own)!, 0);
    const whole = [...shares.values()].filter((part) => part === 1).length;
    onProgress?.({
      step: "predict",
      detail: `${whole} of ${files.length} files, ${path.basename(file)}`,
      done,
      total,
    });
  };
}
