import { examineGeometry, type SurveyGeometry } from "../geometry/contract.ts";
import { assessBlock, type TraceQuality } from "../quality/contract.ts";
import {
  emptyColumns,
  setColumns,
  type SegyFile,
  type SegyWarning,
  type TraceHeaderColumns,
} from "../segy/contract.ts";
import { createSha256, stableJson } from "../workspace/contract.ts";

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

/** Where a house keeps finished scans until they are taken in. */
export interface ScanTaker {
  /**
   * Hands over the scan of a file at a location, if one of this identity was made or is being made. @param onProgress gets the
   * number of traces done
   */
  take(
    location: string,
    identity: string,
    onProgress: (traces: number) => void,
  ): Promise<SurveyScan | undefined>;
}

export interface ScanOptions {
  readonly hash: boolean;
  /** Gets the number of traces done. */
  readonly onProgress?: (traces: number) => void;
  /** Gets the positions of each block of traces, whose first trace has this number. */
  readonly onHeaders?: (headers: TraceHeaderColumns, first: number) => void;
  readonly signal?: AbortSignal;
  readonly yieldControl?: () => Promise<void>;
}

/** Scans of equal identity find the same: one file, unchanged, read in one way. */
export function scanIdentity(
  source: { readonly name: string; readonly sizeBytes: number; readonly modifiedMs: number },
  { reading, lineBytes }: Pick<SegyFile, "reading" | "lineBytes">,
): string {
  const { name, sizeBytes, modifiedMs } = source;
  return stableJson({ name, sizeBytes, modifiedMs, reading, lineBytes });
}

/**
 * Positions, quality and hash of a file, read once from start to end. Memory holds two blocks of it, and 49 bytes a trace.
 */
export async function scanSurvey(
  segy: SegyFile,
  { hash, onProgress, onHeaders, signal, yieldControl }: ScanOptions,
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
      onHeaders?.(part, first);
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
