import type { Float64Matrix } from "../../quantities/matrix.ts";
import { InputError } from "../errors.ts";
import type { Evaluation, Scores } from "./contract.ts";

/**
 * The most probable class of each row, the first of equals; −1 where all probabilities are NaN.
 * @param probabilities `[rows, classes]`
 */
export function predictedClasses({ data, rows, columns }: Float64Matrix): Int32Array {
  const classes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = -1;
    let highest = -Infinity;
    for (let c = 0; c < columns; c++) {
      const probability = data[row * columns + c]!;
      if (probability > highest) {
        highest = probability;
        best = c;
      }
    }
    classes[row] = best;
  }
  return classes;
}

interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Examples of this class. */
  readonly support: number;
  readonly predicted: number;
}

/** Per class, from `confusion[true][predicted]`; a ratio without a denominator is 0 (scikit-learn's `zero_division=0`). */
function classScores(confusion: readonly (readonly number[])[]): ClassScores[] {
  return confusion.map((row, index) => {
    const hits = row[index]!;
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[index]!, 0);
    return {
      precision: predicted > 0 ? hits / predicted : 0,
      recall: support > 0 ? hits / support : 0,
      f1: support + predicted > 0 ? (2 * hits) / (support + predicted) : 0,
      support,
      predicted,
    };
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Scores from `confusion[true][predicted]`, as scikit-learn's `accuracy_score`, `f1_score(average="macro")` and
 * `balanced_accuracy_score` have them: classes that occur in neither truth nor prediction do not count.
 * @throws InputError `nothing-to-evaluate` when the matrix counts nothing
 */
export function scoresFromConfusion(confusion: readonly (readonly number[])[]): Scores {
  const perClass = classScores(confusion);
  const examples = perClass.reduce((sum, { support }) => sum + support, 0);
  if (examples === 0)
    throw new InputError("nothing-to-evaluate", "there are no examples to score", {
      advice: "Choose test lines that have labels.",
    });
  const hits = confusion.reduce((sum, row, index) => sum + row[index]!, 0);
  return {
    accuracy: hits / examples,
    macroF1: mean(perClass.filter((c) => c.support + c.predicted > 0).map(({ f1 }) => f1)),
    balancedAccuracy: mean(perClass.filter(({ support }) => support > 0).map(({ recall }) => recall)),
  };
}

function confusionMatrix(truth: Int32Array, predicted: Int32Array, classes: number): number[][] {
  if (truth.length !== predicted.length)
    throw new RangeError(`${truth.length} true classes and ${predicted.length} predicted ones`);
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const [own, answer] = [truth[i]!, predicted[i]!];
    if (own < 0 || own >= classes || answer < 0 || answer >= classes)
      throw new RangeError(`example ${i}: class ${own} predicted as ${answer}, of ${classes} classes`);
    counts[own * classes + answer]!++;
  }
  return Array.from({ length: classes }, (_, c) =>
    Array.from(counts.subarray(c * classes, (c + 1) * classes)),
  );
}

/** What was predicted and what is true: class indices of the same examples, all of them 0 … classes − 1. */
export interface Judged {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** Answers of the same family that saw window time alone. */
  readonly timeOnlyPredicted: Int32Array;
  readonly classNames: readonly string[];
  /** From a random split of neighbouring windows. */
  readonly inflated: boolean;
}

/**
 * Scores beside what chance gives: the best constant answer, and window time alone.
 * @throws InputError `nothing-to-evaluate` without examples
 */
export function evaluate({ truth, predicted, timeOnlyPredicted, classNames, inflated }: Judged): Evaluation {
  const classes = classNames.length;
  const confusion = confusionMatrix(truth, predicted, classes);
  const scores = scoresFromConfusion(confusion);
  const perClass = classScores(confusion);
  const support = perClass.map((c) => c.support);
  const majority = support.indexOf(Math.max(...support));
  const majorityConfusion = support.map((count) => support.map((_, c) => (c === majority ? count : 0)));
  return {
    ...scores,
    examples: truth.length,
    perClass: perClass.map(({ precision, recall, f1, support }, index) => ({
      name: classNames[index]!,
      precision,
      recall,
      f1,
      support,
    })),
    confusion,
    baselines: {
      majority: { ...scoresFromConfusion(majorityConfusion), className: classNames[majority]! },
      timeOnly: scoresFromConfusion(confusionMatrix(truth, timeOnlyPredicted, classes)),
    },
    inflated,
  };
}
