import type { Float32Matrix } from "../../quantities/matrix.ts";
import { findMutes } from "./find-mutes.ts";
import type { QualitySummary, TraceQuality } from "./contract.ts";

/**
 * Quality of each trace of a block, `[traces, samples]`. `rms` is over the finite samples outside the mutes, 0
 * where there is none.
 */
export function assessBlock(block: Float32Matrix): TraceQuality {
  const { rows, columns, data } = block;
  const quality = {
    dead: new Uint8Array(rows),
    nonFinite: new Int32Array(rows),
    rms: new Float32Array(rows),
    mutes: findMutes(block),
  };
  for (let row = 0; row < rows; row++) {
    const first = row * columns;
    const level = data[first]!;
    let isConstant = 1;
    let nonFinite = 0;
    let squares = 0;
    for (let i = first; i < first + columns; i++) {
      const value = data[i]!;
      if (value !== level) isConstant = 0;
      if (Number.isFinite(value)) squares += value * value;
      else nonFinite++;
    }
    // Muted zeros add nothing to the squares: only their number is taken off.
    const counted = columns - nonFinite - quality.mutes.start[row]! - quality.mutes.end[row]!;
    quality.dead[row] = isConstant;
    quality.nonFinite[row] = nonFinite;
    quality.rms[row] = counted > 0 ? Math.sqrt(squares / counted) : 0;
  }
  return quality;
}

function median(values: Float32Array): number {
  if (values.length === 0) return 0;
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Counts over a file, and the median of the traces' rms. */
export function summariseQuality(
  { dead, nonFinite, rms, mutes }: TraceQuality,
  samplesPerTrace: number,
): QualitySummary {
  let mutedTraces = 0;
  let mutedSamples = 0;
  dead.forEach((_, trace) => {
    const muted = mutes.start[trace]! + mutes.end[trace]!;
    if (muted > 0) mutedTraces++;
    mutedSamples += muted;
  });
  return {
    traces: dead.length,
    deadTraces: dead.reduce((sum, one) => sum + one, 0),
    tracesWithNonFinite: nonFinite.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    rmsMedian: median(rms),
    mutedTraces,
    mutedShare: mutedSamples / Math.max(1, dead.length * samplesPerTrace),
  };
}
