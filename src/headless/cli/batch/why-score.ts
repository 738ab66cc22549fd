import { stat } from "node:fs/promises";
import { stableJson } from "../../../pipeline/workspace/contract.ts";
import type { SegyReading } from "../../../pipeline/segy/contract.ts";
import { hashFile, stampOf } from "./file-identity.ts";
import type { ManifestEntry } from "./prediction-manifest.ts";

/** Why a file is scored although an earlier batch had it; "new" where none had. */
export type WhyScore =
  "new" | "another bundle" | "read otherwise" | "output missing" | "output damaged" | "file changed";

/**
 * Whether what stands in a folder is the answer to this very file, whole. A file of the same size and time is the same; where
 * only the time differs its hash decides. Outputs are read to their end.
 * @returns undefined where there is nothing to do
 */
export async function whyScore(
  entry: ManifestEntry | undefined,
  wanted: {
    readonly file: string;
    readonly output: string;
    readonly bundleSha256: string;
    readonly reading?: SegyReading;
    readonly signal?: AbortSignal;
  },
): Promise<WhyScore | undefined> {
  const { file, output, bundleSha256, reading, signal } = wanted;
  if (!entry) return "new";
  if (entry.bundleSha256 !== bundleSha256) return "another bundle";
  if (stableJson(entry.reading) !== stableJson(reading ?? null)) return "read otherwise";
  const written = await stat(output).catch(() => undefined);
  if (!written?.isFile()) return "output missing";
  const { bytes, modifiedMs } = await stampOf(file);
  const { source } = entry;
  if (bytes !== source.bytes) return "file changed";
  if (modifiedMs !== source.modifiedMs && (await hashFile(file, signal)) !== source.sha256)
    return "file changed";
  if (written.size !== entry.outputBytes || (await hashFile(output, signal)) !== entry.outputSha256)
    return "output damaged";
  return undefined;
}
