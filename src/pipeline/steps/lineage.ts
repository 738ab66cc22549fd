import type { FeatureSetRecord } from "../features/contract.ts";
import type { LabelSetRecord } from "../labels/contract.ts";
import type { Lineage } from "../registry/contract.ts";
import type { SplitRows } from "../split/contract.ts";
import { filesOfSurvey } from "../files-of-survey.ts";
import type { Examples } from "./load-examples.ts";
import type { TrainRequest } from "./train-request.ts";

/** What a model was made from: content only, so that the same training gives the same lineage. */
export function lineageOf(made: {
  readonly request: TrainRequest;
  readonly examples: Examples;
  readonly split: SplitRows;
  readonly featureSet: FeatureSetRecord;
  readonly labelSet: LabelSetRecord;
  readonly columns: readonly string[];
  readonly codeVersion: string;
}): Lineage {
  const { request, examples, split, featureSet, labelSet } = made;
  const used = (rows: Int32Array): Set<number> => new Set(rows.map((row) => examples.surveyIndex[row]!));
  const train = used(split.train);
  const test = used(split.test);
  const rule = featureSet.window.extent === "trace" ? labelSet.rule.trace : labelSet.rule.window;
  return {
    files: examples.surveys.flatMap((survey, index) =>
      filesOfSurvey(survey).map(({ fileName, sha256 }) => ({
        fileName,
        sha256,
        role: train.has(index) ? (test.has(index) ? "train and test" : "train") : "test",
      })),
    ),
    labelSet: {
      id: labelSet.id,
      sources: labelSet.sources.map(({ fileName, sha256 }) => ({ fileName, sha256 })),
      rule,
    },
    featureSet: { id: featureSet.id, window: featureSet.window, every: featureSet.every },
    features: [...made.columns],
    split: request.split,
    withoutClasses: [...request.withoutClasses],
    classWeight: request.classWeight,
    seed: request.seed,
    codeVersion: made.codeVersion,
  };
}
