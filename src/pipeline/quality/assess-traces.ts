import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { QualitySummary, TraceQuality } from "./contract.ts";

/** Quality of each trace of a block, `[traces, samples]`. `rms` is over the finite samples, 0 where there is none. */
export function assessBlock({ rows, columns, data }: Float32Matrix): TraceQuality {
  const quality = {
    dead: new Uint8Array(rows),
    nonFinite: new Int32Array(rows),
    rms: new Float32Array(rows),
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
    quality.dead[row] = isConstant;
    quality.nonFinite[row] = nonFinite;
    quality.rms[row] = nonFinite < columns ? Math.sqrt(squares / (columns - nonFinite)) : 0;
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
export function summariseQuality({ dead, nonFinite, rms }: TraceQuality): QualitySummary {
  return {
    traces: dead.length,
    deadTraces: dead.reduce((sum, one) => sum + one, 0),
    tracesWithNonFinite: nonFinite.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    rmsMedian: median(rms),
  };
}
