import type { BoostingKernel } from "../../../numerics/kernels/boosting-kernel.ts";
import type { KernelMemory } from "../../../numerics/kernels/web-assembly.ts";
import type { Float32Matrix } from "../../../quantities/matrix.ts";
import { binThresholds } from "./bin-thresholds.ts";
import type { BoostingLayout } from "./boosting-memory.ts";
import { FloatSorter } from "./sort-floats.ts";

/** Thresholds come from at most this many rows, evenly spaced. */
const maxThresholdRows = 200_000;

/** Writes the codes of all columns into the memory's bins; returns the thresholds of each feature, ascending. */
export function binColumns(
  { data, rows, columns }: Float32Matrix,
  layout: BoostingLayout,
  memory: KernelMemory,
  kernel: BoostingKernel,
  maxBins: number,
): Float32Array[] {
  // The room of `ordered` is free until trees grow.
  const column = new Float32Array(memory.buffer, layout.ordered, rows);
  const step = Math.ceil(rows / maxThresholdRows);
  const sample = new Float32Array(Math.ceil(rows / step));
  const sorter = new FloatSorter(sample.length);
  const table = new Float32Array(memory.buffer, layout.thresholds, 255);
  const all: Float32Array[] = [];
  for (let feature = 0; feature < columns; feature++) {
    for (let row = 0, at = feature; row < rows; row++, at += columns) column[row] = data[at]!;
    for (let i = 0; i < sample.length; i++) sample[i] = column[i * step]!;
    const thresholds = binThresholds(sorter.sort(sample), maxBins);
    table.fill(Infinity);
    table.set(thresholds);
    const group = layout.bins + Math.floor(feature / 4) * layout.stride * 4;
    kernel.binColumn(layout.ordered, rows, layout.thresholds, group + (feature % 4));
    all.push(thresholds);
  }
  return all;
}
