import type { z } from "zod";
import type { NamedTensors } from "../models/contract.ts";
import {
  paths,
  type goldenPartSchema,
  type modelPartSchema,
  type referencePartSchema,
} from "./bundle-schemas.ts";
import type { Bundle, GoldenWindow } from "./contract.ts";
import { encodeJsonPart } from "./json-parts.ts";
import { manifestOf } from "./manifest.ts";
import { modelHead, scoringModelToTensors } from "./scoring-model-tensors.ts";
import { describeTensors, tensorBytes, type TensorDescription } from "./tensor-parts.ts";
import { zipParts } from "./zip-parts.ts";

function goldenTensors(golden: readonly GoldenWindow[], samples: number, classes: number): NamedTensors {
  const windows = new Float32Array(golden.length * samples);
  const probabilities = new Float64Array(golden.length * classes);
  golden.forEach((window, i) => {
    windows.set(window.samples, i * samples);
    probabilities.set(window.probabilities, i * classes);
  });
  return {
    "golden.samples": { shape: [golden.length, samples], data: windows },
    "golden.probabilities": { shape: [golden.length, classes], data: probabilities },
  };
}

const plain = (descriptions: readonly TensorDescription[]): z.infer<typeof modelPartSchema>["tensors"] =>
  descriptions.map((description) => ({ ...description, shape: [...description.shape] }));

/** One zip with a manifest that holds the SHA-256 of every part. The same bundle gives the same bytes. */
export async function writeBundle(bundle: Bundle): Promise<Uint8Array<ArrayBuffer>> {
  const { model, evaluation, lineage, reference, classShares, golden, card } = bundle;
  const tensors = scoringModelToTensors(model);
  const ownGolden = goldenTensors(golden, model.window.lengthSamples, model.classes.length);
  const modelPart: z.infer<typeof modelPartSchema> = {
    ...modelHead(model),
    tensors: plain(describeTensors(tensors)),
  };
  const goldenPart: z.infer<typeof goldenPartSchema> = {
    startMs: golden.map(({ startMs }) => startMs),
    tensors: plain(describeTensors(ownGolden)),
  };
  const referencePart: z.infer<typeof referencePartSchema> = {
    classShares: [...classShares],
    features: reference.map((feature) => ({ ...feature, quantiles: [...feature.quantiles] })),
  };
  const json = encodeJsonPart;
  const parts = new Map<string, Uint8Array>([
    [paths.model, json(modelPart)],
    [paths.evaluation, json(evaluation)],
    [paths.lineage, json(lineage)],
    [paths.reference, json(referencePart)],
    [paths.golden, json(goldenPart)],
    ...(card ? [[paths.card, json(card)] as const] : []),
    ...modelPart.tensors.map(({ name, path }) => [path, tensorBytes(tensors[name]!)] as const),
    ...goldenPart.tensors.map(({ name, path }) => [path, tensorBytes(ownGolden[name]!)] as const),
  ]);
  return zipParts(new Map([[paths.manifest, json(await manifestOf(parts))], ...parts]));
}
