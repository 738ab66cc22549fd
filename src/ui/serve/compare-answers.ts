import type { TraceScore } from "../../services/score-contract.ts";
import type { ServerAnswer } from "./scoring-server.ts";

/** What a server said of the windows of a trace, in the order of the local answer. */
export interface PlacedAnswer {
  /** `[windows, classes]` by the local model's classes; NaN where it was not asked, or has no such class. */
  readonly probabilities: Float64Array;
  /** Predicted class of each window; undefined where it was not asked. */
  readonly predicted: readonly (string | undefined)[];
}

export function placeAnswer(score: TraceScore, answer: ServerAnswer): PlacedAnswer {
  const { classes, startMs, asked } = score;
  const probabilities = new Float64Array(startMs.length * classes.length).fill(NaN);
  const predicted = Array.from(startMs, (): string | undefined => undefined);
  answer.predictions.forEach((own, row) => {
    const window = asked[row];
    if (window === undefined) return;
    predicted[window] = own.predicted_class_name;
    classes.forEach((name, c) => {
      if (Object.hasOwn(own.probabilities, name))
        probabilities[window * classes.length + c] = own.probabilities[name]!;
    });
  });
  return { probabilities, predicted };
}

/** The most probable class of each window, as the server's rule is: the first of equals; undefined where it has no answer. */
export function predictedClasses({ probabilities, classes }: TraceScore): readonly (string | undefined)[] {
  const windows = probabilities.length / classes.length;
  return Array.from({ length: windows }, (_, window) => {
    let best = -1;
    for (let c = 0; c < classes.length; c++) {
      const value = probabilities[window * classes.length + c]!;
      if (Number.isNaN(value)) return undefined;
      if (best < 0 || value > probabilities[window * classes.length + best]!) best = c;
    }
    return classes[best];
  });
}

export interface Agreement {
  readonly windows: number;
  /** Windows of the same class. */
  readonly sameClass: number;
  /** Of all probabilities that both gave; NaN where a class of one is unknown to the other. */
  readonly largestDifference: number;
}

export function agreementOf(score: TraceScore, server: PlacedAnswer): Agreement {
  const here = predictedClasses(score);
  const classes = score.classes.length;
  let sameClass = 0;
  let largestDifference = 0;
  for (const window of score.asked) {
    if (here[window] === server.predicted[window]) sameClass++;
    for (let c = 0; c < classes; c++) {
      const at = window * classes + c;
      const difference = Math.abs(score.probabilities[at]! - server.probabilities[at]!);
      // Once it is NaN it stays so.
      largestDifference = Math.max(largestDifference, difference);
    }
  }
  return { windows: score.asked.length, sameClass, largestDifference };
}
