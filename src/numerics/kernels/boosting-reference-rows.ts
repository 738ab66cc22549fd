import type { BoostingKernel } from "./boosting-kernel.ts";
import type { KernelMemory } from "./web-assembly.ts";

type RowWork = Pick<
  BoostingKernel,
  "binColumn" | "partitionRows" | "gatherEntries" | "addToScores" | "listAllRows"
>;

/** The part of the reference kernel that moves rows. */
export function referenceRows(memory: KernelMemory): RowWork {
  const bytes = (): Uint8Array => new Uint8Array(memory.buffer);
  const list = (rows: number, count: number): Uint32Array => new Uint32Array(memory.buffer, rows, count);
  return {
    binColumn(column, count, thresholds, bins) {
      const values = new Float32Array(memory.buffer, column, count);
      const cuts = new Float32Array(memory.buffer, thresholds, 255);
      for (let i = 0; i < count; i++) bytes()[bins + 4 * i] = cuts.filter((cut) => cut < values[i]!).length;
    },
    partitionRows(rows, count, bins, shift, bin) {
      const all = [...list(rows, count)];
      const goesLeft = (row: number): boolean => bytes()[bins + 4 * row + shift / 8]! <= bin;
      const left = all.filter(goesLeft);
      list(rows, count).set([...left, ...all.filter((row) => !goesLeft(row))]);
      return left.length;
    },
    gatherEntries(entries, rows, count, out) {
      list(rows, count).forEach((row, i) => {
        bytes().copyWithin(out + 16 * i, entries + 16 * row, entries + 16 * row + 16);
      });
    },
    addToScores(scores, rows, count, value) {
      for (const row of list(rows, count)) new Float64Array(memory.buffer, scores + 8 * row, 1)[0]! += value;
    },
    listAllRows(rows, count) {
      list(rows, count).forEach((_, i, all) => (all[i] = i));
    },
  };
}
