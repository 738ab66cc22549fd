import type { BoostingKernel, BoostingKernelFactory } from "../../../numerics/kernels/boosting-kernel.ts";
import { kernelMemory, type KernelMemory } from "../../../numerics/kernels/web-assembly.ts";
import { InputError, JobError } from "../../errors.ts";
import type { BoostingParameters, TrainingData } from "../contract.ts";
import { binColumns } from "./bin-columns.ts";
import { boostingLayout, HistogramPool, type BoostingLayout } from "./boosting-memory.ts";
import { fixedPointScales, maxRows, type FixedPointScales } from "./fixed-point.ts";
import type { NodeSums, SearchSetting } from "./search-splits.ts";

/** Hessian that each child must have, as scikit-learn has it. */
const minHessianToSplit = 1e-3;

/** A fit's data in WebAssembly memory, and what works on it. */
export interface BoostingState {
  readonly kernel: BoostingKernel;
  readonly memory: KernelMemory;
  readonly layout: BoostingLayout;
  readonly pool: HistogramPool;
  readonly rows: number;
  readonly totalWeight: number;
  readonly scales: FixedPointScales;
  readonly setting: SearchSetting;
  /** Ascending, of each feature. */
  readonly thresholds: readonly Float32Array[];
}

/**
 * Bins the features, and lays out labels, weights and (still 0) scores.
 * @throws InputError `too-many-examples`; JobError `out-of-memory`
 */
export function prepareBoosting(
  data: TrainingData,
  outputs: number,
  parameters: BoostingParameters,
  makeKernel: BoostingKernelFactory,
): BoostingState {
  const { rows, columns } = data.features;
  if (rows > maxRows)
    throw new InputError("too-many-examples", `${rows} training examples; boosting takes up to ${maxRows}`, {
      advice: "Take every second trace, or fewer lines.",
    });
  const layout = boostingLayout(rows, columns, outputs, parameters.maxBins);
  const memory = allocate(layout.end);
  const kernel = makeKernel(memory);
  const thresholds = binColumns(data.features, layout, memory, kernel, parameters.maxBins);
  new Int32Array(memory.buffer, layout.labels, rows).set(data.labels);
  const weights = new Float32Array(memory.buffer, layout.weights, rows);
  if (data.weights) weights.set(data.weights);
  else weights.fill(1);
  let totalWeight = 0;
  for (let row = 0; row < rows; row++) totalWeight += weights[row]!;
  const scales = fixedPointScales(rows, totalWeight);
  return {
    kernel,
    memory,
    layout,
    pool: new HistogramPool(memory, layout.end, columns * layout.featureBytes),
    rows,
    totalWeight,
    scales,
    thresholds,
    setting: {
      layout,
      features: columns,
      binCounts: Uint16Array.from(thresholds, (cuts) => cuts.length + 1),
      limits: {
        minSamplesLeaf: parameters.minSamplesLeaf,
        minHessian: minHessianToSplit * scales.hessianScale,
        l2: parameters.l2 * scales.hessianScale,
        countShift: scales.countShift,
      },
    },
  };
}

/** What `sumBins` or `sumEntries` left in the results. */
export function readSums({ memory, layout }: BoostingState): NodeSums {
  const [gradient, hessian, count] = new Float64Array(memory.buffer, layout.results, 3);
  return { gradient: gradient!, hessian: hessian!, count: count! };
}

function allocate(bytes: number): KernelMemory {
  try {
    return kernelMemory(bytes);
  } catch (cause) {
    throw new JobError(
      "out-of-memory",
      `boosting needs ${Math.ceil(bytes / 2 ** 20)} MiB of memory for these examples`,
      {
        advice: "Take every second trace, or fewer lines.",
        cause,
      },
    );
  }
}
