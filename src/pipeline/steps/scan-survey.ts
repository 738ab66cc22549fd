import { examineGeometry, type SurveyGeometry } from "../geometry/contract.ts";
import { assessBlock, type TraceQuality } from "../quality/contract.ts";
import {
  emptyColumns,
  setColumns,
  type SegyFile,
  type SegyWarning,
  type TraceHeaderColumns,
} from "../segy/contract.ts";
import { createSha256 } from "../workspace/contract.ts";

/** All that one pass over a file finds, with every trace's header and quality. */
export interface SurveyScan {
  readonly headers: TraceHeaderColumns;
  readonly geometry: SurveyGeometry;
  /** Of what only the whole file shows; those of its opening are not among them. */
  readonly warnings: readonly SegyWarning[];
  readonly quality: TraceQuality;
  /** Of the whole file, lower-case hexadecimal; empty where it was not asked for. */
  readonly sha256: string;
}

export interface ScanOptions {
  readonly hash: boolean;
  /** Gets the number of traces done. */
  readonly onProgress?: (traces: number) => void;
  readonly signal?: AbortSignal;
  readonly yieldControl?: () => Promise<void>;
}

/**
 * Positions, quality and hash of a file, read once from start to end. Memory holds two blocks of it, and 49 bytes a trace.
 */
export async function scanSurvey(
  segy: SegyFile,
  { hash, onProgress, signal, yieldControl }: ScanOptions,
): Promise<SurveyScan> {
  const { traces } = segy.layout;
  const headers = emptyColumns(traces);
  const quality = {
    dead: new Uint8Array(traces),
    nonFinite: new Int32Array(traces),
    rms: new Float32Array(traces),
    mutes: { start: new Int32Array(traces), end: new Int32Array(traces) },
  };
  const sha256 = hash ? createSha256() : undefined;
  const differences = await segy.readThrough({
    signal,
    onBytes:
      sha256 &&
      ((bytes) => {
        sha256.update(bytes);
      }),
    onBlock: async ({ first, headers: part, samples }) => {
      setColumns(headers, part, first);
      const assessed = assessBlock(samples);
      quality.dead.set(assessed.dead, first);
      quality.nonFinite.set(assessed.nonFinite, first);
      quality.rms.set(assessed.rms, first);
      quality.mutes.start.set(assessed.mutes.start, first);
      quality.mutes.end.set(assessed.mutes.end, first);
      onProgress?.(first + part.count);
      await yieldControl?.();
    },
  });
  const { geometry, warnings } = await examineGeometry(segy, headers, { signal });
  return {
    headers,
    geometry,
    warnings: [...differences, ...warnings],
    quality,
    sha256: sha256?.hex() ?? "",
  };
}
