import { z } from "zod";
import { InputError } from "../errors.ts";
import { featureColumnNames, windowDefinitionSchema } from "../features/contract.ts";
import { restoreClassifier, type NamedTensors, type Tensor } from "../models/contract.ts";
import { modelInputSchema } from "../registry/contract.ts";
import type { ScoringModel } from "./contract.ts";

/** Everything of a scoring model that is not a tensor. */
export const modelHeadSchema = z.object({
  family: z.enum(["softmax", "boosting"]),
  window: windowDefinitionSchema,
  input: modelInputSchema,
  classes: z.array(z.string()).min(2).max(256),
  featureColumns: z.array(z.string()).min(1).max(100_000),
});
export type ModelHead = z.infer<typeof modelHeadSchema>;

const classifierPrefix = "classifier.";

export function modelHead({ window, input, classes, featureColumns, classifier }: ScoringModel): ModelHead {
  return {
    family: classifier.family,
    window,
    input,
    classes: [...classes],
    featureColumns: [...featureColumns],
  };
}

/** All numbers of a scoring model, bit for bit. */
export function scoringModelToTensors({
  embedding,
  featureMean,
  featureStd,
  classifier,
}: ScoringModel): NamedTensors {
  const { components } = embedding;
  const vector = (data: Float64Array): Tensor => ({ shape: [data.length], data });
  return {
    "embedding.sample_mean": vector(embedding.sampleMean),
    "embedding.sample_std": vector(embedding.sampleStd),
    "embedding.components": { shape: [components.rows, components.columns], data: components.data },
    "embedding.explained_variance_ratio": vector(embedding.explainedVarianceRatio),
    "scaler.mean": vector(featureMean),
    "scaler.std": vector(featureStd),
    ...Object.fromEntries(
      Object.entries(classifier.toTensors()).map(([name, tensor]) => [classifierPrefix + name, tensor]),
    ),
  };
}

/** @throws InputError `bundle-invalid` when a tensor is missing or does not fit the others */
export function scoringModelFromTensors(head: ModelHead, tensors: NamedTensors): ScoringModel {
  const invalid = (why: string, cause?: unknown): InputError =>
    new InputError("bundle-invalid", `the model cannot be put together: ${why}`, {
      cause,
      advice: "Export it again.",
    });
  const doubles = (
    name: string,
    ...shape: readonly (number | undefined)[]
  ): { data: Float64Array; shape: readonly number[] } => {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    if (!(tensor?.data instanceof Float64Array)) throw invalid(`tensor ${name} is missing or no float64`);
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((length, i) => length === undefined || length === tensor.shape[i]);
    if (!fits) throw invalid(`tensor ${name} has shape [${tensor.shape.join(", ")}]`);
    if (!tensor.data.every(Number.isFinite)) throw invalid(`tensor ${name} holds NaN or infinity`);
    return { data: tensor.data, shape: tensor.shape };
  };
  const { lengthSamples } = head.window;
  const components = doubles("embedding.components", undefined, lengthSamples);
  const rows = components.shape[0]!;
  const features = head.featureColumns.length;
  const classifierTensors = Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(classifierPrefix))
      .map(([name, tensor]) => [name.slice(classifierPrefix.length), tensor]),
  );
  let classifier;
  try {
    classifier = restoreClassifier(head.family, classifierTensors);
  } catch (error) {
    throw invalid("its classifier is damaged", error);
  }
  if (classifier.features !== features)
    throw invalid(`the classifier wants ${classifier.features} features, ${features} are named`);
  if (classifier.classes !== head.classes.length)
    throw invalid(`the classifier knows ${classifier.classes} classes, ${head.classes.length} are named`);
  const computed = featureColumnNames(rows, head.input.needsTime).length;
  if (features !== computed) throw invalid(`${features} features are named, its windows give ${computed}`);
  if (new Set(head.classes).size !== head.classes.length) throw invalid("two of its classes have one name");
  const { window, input } = head;
  if (
    input.samples !== lengthSamples ||
    input.extent !== window.extent ||
    Math.abs(input.intervalMs * 1000 - window.intervalMicroseconds) > 1e-6 ||
    input.verticalUnit !== window.verticalUnit
  )
    throw invalid("its input is not what its window is");
  const model: ScoringModel = {
    window: head.window,
    input: head.input,
    classes: head.classes,
    featureColumns: head.featureColumns,
    embedding: {
      sampleMean: doubles("embedding.sample_mean", lengthSamples).data,
      sampleStd: doubles("embedding.sample_std", lengthSamples).data,
      components: { data: components.data, rows, columns: lengthSamples },
      explainedVarianceRatio: doubles("embedding.explained_variance_ratio", rows).data,
    },
    featureMean: doubles("scaler.mean", features).data,
    featureStd: doubles("scaler.std", features).data,
    classifier,
  };
  const known = scoringModelToTensors(model);
  const stray = Object.keys(tensors).find((name) => !Object.hasOwn(known, name));
  if (stray !== undefined) throw invalid(`nothing in it uses the tensor ${stray}`);
  return model;
}
