import { createHash } from "node:crypto";
import path from "node:path";
import { createFileSink } from "../../../adapters/node/file-byte-sink.ts";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import { requireOtherFile } from "../../../adapters/node/require-other-file.ts";
import type { ScoringPool } from "../../../adapters/node/scoring/contract.ts";
import { openSegy, type SegyReading } from "../../../pipeline/segy/contract.ts";
import { predictFileBlocks } from "../../../pipeline/serving/contract.ts";
import {
  openPredictionWriter,
  PredictionCounts,
  type PredictionFormat,
} from "../../../pipeline/steps/write-predictions.ts";
import { hashFile, requireUnchanged, stampOf } from "./file-identity.ts";
import type { ManifestEntry } from "./prediction-manifest.ts";

/** Small enough that one file keeps several scorers at work, large enough that opening it for each is nothing. */
const blockBytes = 2 << 20;

export interface FileToScore {
  readonly file: string;
  /** Path of the output. */
  readonly output: string;
  readonly format: PredictionFormat;
  readonly reading?: SegyReading;
  readonly signal?: AbortSignal;
  /** Gets the share that is scored, from 0 to 1. */
  readonly onShare?: (share: number) => void;
}

/** Scores one file by a pool, into a file that is whole or not there. @returns what a manifest keeps of it */
export async function scoreFile(pool: ScoringPool, work: FileToScore): Promise<ManifestEntry> {
  const { file, output, format, reading, signal } = work;
  await requireOtherFile(output, file);
  const stamp = await stampOf(file);
  const sha256 = await hashFile(file, signal);
  const source = await openFileSource(file);
  const scoring = pool.openFile(file, reading);
  try {
    const { bundle, sha256: bundleSha256 } = scoring.model;
    const segy = await openSegy(source, { reading });
    const predicted = await predictFileBlocks(bundle.model, segy, path.parse(file).name, {
      score: (traces, until) => scoring.score(traces, until),
      atOnce: pool.state().processes + 1,
      blockBytes,
      signal,
      onProgress: (done, total) => work.onShare?.(total > 0 ? done / total : 1),
    });
    const counts = new PredictionCounts(bundle.model.classes);
    const sink = await createFileSink(output);
    const hash = createHash("sha256");
    let outputBytes = 0;
    try {
      const writer = await openPredictionWriter(
        {
          write: async (bytes) => {
            hash.update(bytes);
            outputBytes += bytes.length;
            await sink.write(bytes);
          },
        },
        { ...predicted, withSurvey: false },
        format === "segy" ? { format, segy, codeVersion: bundle.lineage.codeVersion, signal } : { format },
      );
      for await (const block of predicted.blocks) {
        counts.add(block);
        await writer.append(block);
      }
      await writer.finish();
      await requireUnchanged(file, stamp);
      signal?.throwIfAborted();
      await sink.commit();
    } catch (error) {
      await sink.abort();
      throw error;
    }
    return {
      output: path.basename(output),
      outputBytes,
      outputSha256: hash.digest("hex"),
      source: { name: path.basename(file), ...stamp, sha256 },
      reading: reading ? { ...reading } : null,
      bundleSha256,
      ...counts.summary(),
    };
  } finally {
    scoring.close();
    await source.close();
  }
}
