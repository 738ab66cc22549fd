import type { Float64Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { predictedClasses } from "../evaluation/contract.ts";
import { projectOnto } from "../features/contract.ts";
import type { ScoreRequest } from "./score-request.ts";

/** One trace's answer, in the shape of the first server. */
interface ScorePrediction {
  /** Position in the request. */
  readonly trace_id: number;
  /** Position in the model's list of classes. */
  readonly predicted_class: number;
  readonly predicted_class_name: string;
  /** By class name; they sum to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Probability of the predicted class. */
  readonly confidence: number;
  /** Scores on the principal components, where they were asked for. */
  readonly embeddings?: readonly number[];
}

interface ScoreAnswer {
  readonly predictions: readonly ScorePrediction[];
  /** ISO 8601. */
  readonly timestamp: string;
  readonly model_version: string;
  /** Columns that the classifier sees. */
  readonly num_features: number;
}

interface AnswerStamp {
  readonly timestamp: string;
  readonly modelVersion: string;
}

/**
 * The answer to a request as JSON: one prediction a trace, in the order of the request.
 * @param probabilities of `request.windows` as `scoreWindows` gives them
 * @throws InputError `request-unscorable` where a trace has no probabilities (its energy is beyond float32), naming it
 */
export function answerOf(
  model: ScoringModel,
  request: ScoreRequest,
  probabilities: Float64Matrix,
  { timestamp, modelVersion }: AnswerStamp,
): ScoreAnswer {
  const { classes } = model;
  const { data } = probabilities;
  const predicted = predictedClasses(probabilities);
  const unscored = predicted.indexOf(-1);
  if (unscored >= 0)
    throw new InputError(
      "request-unscorable",
      `trace ${unscored}: its features are not finite numbers, since its energy is beyond float32`,
      { advice: "Scale the amplitudes as in the training files.", place: { traceIndex: unscored } },
    );
  const embedded = request.includeEmbeddings ? projectOnto(model.embedding, request.windows) : undefined;
  const predictions = Array.from(predicted, (own, row): ScorePrediction => {
    const from = row * classes.length;
    return {
      trace_id: row,
      predicted_class: own,
      predicted_class_name: classes[own]!,
      // Not by assignment: a class may have any name, "__proto__" too.
      probabilities: Object.fromEntries(classes.map((name, c) => [name, data[from + c]!])),
      confidence: data[from + own]!,
      ...(embedded && {
        embeddings: [...embedded.data.subarray(row * embedded.columns, (row + 1) * embedded.columns)],
      }),
    };
  });
  return { predictions, timestamp, model_version: modelVersion, num_features: model.featureColumns.length };
}
