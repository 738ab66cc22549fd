import type { Float32Matrix, Float64Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import {
  assembleExamples,
  createFeatureExtractor,
  projectOnto,
  standardiseExamples,
  type FeatureExtractor,
} from "../features/contract.ts";

/** A model does not change, and its extractor holds the work space of its window length: one for each. */
const extractors = new WeakMap<ScoringModel, FeatureExtractor>();
const wholeWindow = Int32Array.of(0);

function extractorOf(model: ScoringModel): FeatureExtractor {
  const known = extractors.get(model);
  if (known) return known;
  const made = createFeatureExtractor(model.window);
  extractors.set(model, made);
  return made;
}

/**
 * Class probabilities of raw windows, `[rows, classes]`: the one way from samples to answers, for golden windows, batches and
 * servers alike. A row does not depend on the rows beside it. A window without finite features (a NaN or infinite sample, or
 * an energy beyond float32) scores NaN throughout: no such window was ever trained on.
 * @param windows `[rows, model.window.lengthSamples]`
 * @param startMs time of each window's first sample, `[rows]`; used where the model needs time
 * @throws RangeError when windows or times have another shape
 */
export function scoreWindows(
  model: ScoringModel,
  windows: Float32Matrix,
  startMs: Float64Array | Float32Array,
): Float64Matrix {
  const { lengthSamples } = model.window;
  if (windows.columns !== lengthSamples || startMs.length !== windows.rows)
    throw new RangeError(
      `${windows.rows} windows of ${windows.columns} samples with ${startMs.length} times, for a model of ${lengthSamples} samples`,
    );
  const eight = extractorOf(model).extract(windows, wholeWindow);
  const scores = projectOnto(model.embedding, windows);
  const examples = assembleExamples(eight, scores, model.input.needsTime ? startMs : undefined);
  const standardised = standardiseExamples(examples, model.featureMean, model.featureStd);
  const unscored = blankNonFiniteRows(standardised);
  const probabilities = model.classifier.predictProbabilities(standardised);
  const { columns: classes } = probabilities;
  for (const row of unscored) probabilities.data.fill(NaN, row * classes, (row + 1) * classes);
  return probabilities;
}

/** Classifiers take finite features alone: sets the other rows to 0, and tells which they were. */
function blankNonFiniteRows({ data, rows, columns }: Float32Matrix): number[] {
  const blanked: number[] = [];
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    if (values.every(Number.isFinite)) continue;
    values.fill(0);
    blanked.push(row);
  }
  return blanked;
}
