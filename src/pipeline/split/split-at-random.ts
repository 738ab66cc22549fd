import { seededRandom } from "../../numerics/random.ts";
import { InputError } from "../errors.ts";
import type { SplitRows } from "./contract.ts";

/**
 * The old system's split, kept to compare with it: of each class a random 20 % test, 20 % of the rest validate, the rest
 * trains (64 / 16 / 20), each rounded to whole examples. Neighbouring windows land on both sides, so scores from it are
 * inflated, and it says so.
 * @param labels class of each row; rows without a class (−1) take no part
 * @throws InputError `split-without-training`, `split-without-test`
 */
export function splitAtRandom(labels: Int32Array, seed: number): SplitRows {
  const rowsOf = new Map<number, number[]>();
  labels.forEach((label, row) => {
    if (label < 0) return;
    const rows = rowsOf.get(label);
    if (rows) rows.push(row);
    else rowsOf.set(label, [row]);
  });
  const random = seededRandom(seed, "split");
  const train: number[] = [];
  const validation: number[] = [];
  const test: number[] = [];
  for (const label of [...rowsOf.keys()].sort((a, b) => a - b)) {
    const rows = random.shuffle(Int32Array.from(rowsOf.get(label)!));
    const tested = Math.round(0.2 * rows.length);
    const validated = Math.round(0.2 * (rows.length - tested));
    rows.forEach((row, i) => {
      (i < tested ? test : i < tested + validated ? validation : train).push(row);
    });
  }
  for (const [rows, part] of [
    [train, "training"],
    [test, "test"],
  ] as const)
    if (rows.length === 0)
      throw new InputError(`split-without-${part}`, `a random split leaves no ${part} examples`, {
        advice: "It needs at least three labelled examples of one class.",
      });
  return {
    train: Int32Array.from(train).sort(),
    validation: Int32Array.from(validation).sort(),
    test: Int32Array.from(test).sort(),
    buffer: new Int32Array(0),
    inflated: true,
  };
}
