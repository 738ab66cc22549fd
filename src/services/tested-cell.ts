import type { RunRecord } from "../pipeline/registry/contract.ts";
import type { TestedWindows } from "../pipeline/steps/tested-windows.ts";
import type { TestedCell } from "./contract.ts";

/** The tested windows of one true and one predicted class, the most confident first; at most `most` of them. */
export function testedCell(
  tested: TestedWindows,
  run: RunRecord,
  { truth, predicted, most }: { readonly truth: number; readonly predicted: number; readonly most: number },
): TestedCell {
  const { columns, data } = tested.probabilities;
  const rows: number[] = [];
  for (let row = 0; row < tested.rows; row++)
    if (tested.truth[row] === truth && tested.predicted[row] === predicted) rows.push(row);
  const sureness = (row: number): number => data[row * columns + predicted]!;
  rows.sort((a, b) => sureness(b) - sureness(a) || a - b);
  const shown = Int32Array.from(rows.slice(0, most));
  const { window } = run.lineage.featureSet;
  return {
    total: rows.length,
    survey: Array.from(shown, (row) => tested.survey[row]!),
    traceIndex: shown.map((row) => tested.traceIndex[row]!),
    inline: shown.map((row) => tested.inline[row]!),
    crossline: shown.map((row) => tested.crossline[row]!),
    startMs: Float32Array.from(shown, (row) => tested.startMs[row]!),
    lengthMs: (window.lengthSamples * window.intervalMicroseconds) / 1000,
    confidence: Float32Array.from(shown, sureness),
    trueProbability: Float32Array.from(shown, (row) => data[row * columns + truth]!),
  };
}
