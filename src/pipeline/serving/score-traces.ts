import { float32Matrix, type Float64Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { windowStarts } from "../features/contract.ts";
import { blankMuted } from "../quality/contract.ts";
import type { SegyFile } from "../segy/contract.ts";
import { scoreWindows } from "./score-windows.ts";

/** Time or depth of a sample, in the vertical unit. */
export const sampleMs = ({ layout }: SegyFile, sample: number): number =>
  layout.delayMs + sample * (layout.intervalMicroseconds / 1000);

/**
 * Reads some traces of a file and scores all their windows, trace by trace, start by start: probabilities
 * `[traces × windows a trace, classes]`, NaN where a window holds NaN or infinity or lies within a mute.
 * A trace's answer does not depend on those beside it, so a file may be cut into pieces anyhow, and these scored anywhere.
 * @param traces ascending, near each other: all between the first and the last are read
 */
export async function scoreTraces(
  model: ScoringModel,
  segy: SegyFile,
  traces: Int32Array,
  signal?: AbortSignal,
): Promise<Float64Matrix> {
  const { lengthSamples } = model.window;
  const starts = windowStarts(model.window, segy.layout.samplesPerTrace);
  const first = traces[0]!;
  const block = await segy.readSamples(first, traces[traces.length - 1]! - first + 1, signal);
  const rows = traces.length * starts.length;
  const windows = float32Matrix(rows, lengthSamples);
  const startMs = new Float64Array(rows);
  let row = 0;
  for (const trace of traces)
    for (const start of starts) {
      const from = (trace - first) * block.columns + start;
      windows.data.set(block.data.subarray(from, from + lengthSamples), row * lengthSamples);
      startMs[row] = sampleMs(segy, start);
      row++;
    }
  const scored = scoreWindows(model, windows, startMs);
  const rowsOfBlock = traces.map((trace) => trace - first);
  blankMuted(scored, block, starts, lengthSamples, rowsOfBlock);
  return scored;
}
