import { float32Matrix, type Float32Matrix, type Float64Matrix } from "../../quantities/matrix.ts";
import type { GoldenWindow, ScoringModel } from "./contract.ts";

/** How a bundle's own model answers windows `[rows, samples]` that start at `startMs`: probabilities `[rows, classes]`. */
export type ScoreWindows = (
  model: ScoringModel,
  windows: Float32Matrix,
  startMs: Float64Array,
) => Float64Matrix;

/** The same code gives the same bits; another engine may differ in the last ones. */
const goldenTolerance = 1e-9;

/** What a model answers to its golden windows now. @returns `[golden.length, classes]` */
export function scoreGolden(
  model: ScoringModel,
  golden: readonly GoldenWindow[],
  scoreWindows: ScoreWindows,
): Float64Matrix {
  const windows = float32Matrix(golden.length, model.window.lengthSamples);
  golden.forEach(({ samples }, row) => {
    windows.data.set(samples, row * windows.columns);
  });
  return scoreWindows(
    model,
    windows,
    Float64Array.from(golden, ({ startMs }) => startMs),
  );
}

/**
 * The first golden window whose answer is another one now, counted from 0, and by how much; undefined where all are reproduced.
 * @param now `[golden.length, classes]`
 */
export function unreproduced(
  golden: readonly GoldenWindow[],
  now: Float64Matrix,
): { readonly window: number; readonly difference: number } | undefined {
  for (const [window, { probabilities }] of golden.entries()) {
    const difference = probabilities.reduce(
      (most, expected, c) => Math.max(most, Math.abs(expected - now.data[window * now.columns + c]!)),
      0,
    );
    // Not `difference > tolerance`: NaN must not pass.
    if (!(difference <= goldenTolerance)) return { window, difference };
  }
  return undefined;
}
