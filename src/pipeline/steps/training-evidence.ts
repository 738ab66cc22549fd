import { z } from "zod";
import type { GoldenWindow, ReferenceStatistics } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { restoreClassifier, type Classifier, type NamedTensors } from "../models/contract.ts";
import type { Artefact } from "../registry/contract.ts";
import { stableJson, type Workspace } from "../workspace/contract.ts";

/** What a training leaves beside its model: the control it is compared with, and what a bundle needs to be checked by. */
export interface TrainingEvidence {
  readonly timeOnly: TimeOnlyControl;
  readonly golden: readonly GoldenWindow[];
  readonly reference: readonly ReferenceStatistics[];
  readonly classShares: readonly number[];
}

/** A classifier of the same family that sees the window's time and nothing else. */
export interface TimeOnlyControl {
  readonly classifier: Classifier;
  /** Standardisation of the time, ms. */
  readonly mean: number;
  readonly std: number;
}

const numbers = z.array(z.number());
const tensorSchema = z.object({
  dtype: z.enum(["float32", "float64", "int32", "uint8"]),
  shape: numbers,
  values: numbers,
});
const evidenceSchema = z.object({
  timeOnly: z.object({
    family: z.enum(["softmax", "boosting"]),
    tensors: z.record(z.string(), tensorSchema),
    mean: z.number(),
    std: z.number(),
  }),
  golden: z.array(z.object({ samples: numbers, startMs: z.number(), probabilities: numbers })),
  reference: z.array(
    z.object({
      feature: z.string(),
      count: z.number(),
      mean: z.number(),
      std: z.number(),
      min: z.number(),
      max: z.number(),
      quantiles: numbers,
    }),
  ),
  classShares: numbers,
});
type StoredTensor = z.infer<typeof tensorSchema>;

function storeTensors(tensors: NamedTensors): Record<string, StoredTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => {
      const dtype =
        data instanceof Float32Array
          ? "float32"
          : data instanceof Float64Array
            ? "float64"
            : data instanceof Int32Array
              ? "int32"
              : "uint8";
      return [name, { dtype, shape: [...shape], values: Array.from(data) }];
    }),
  );
}

function restoreTensors(stored: Readonly<Record<string, StoredTensor>>): NamedTensors {
  const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array };
  return Object.fromEntries(
    Object.entries(stored).map(([name, { dtype, shape, values }]) => [
      name,
      { shape, data: arrays[dtype].from(values) },
    ]),
  );
}

const pathIn = (artefacts: string): string => `${artefacts}/evidence.json`;

export async function writeTrainingEvidence(
  workspace: Workspace,
  artefacts: string,
  evidence: TrainingEvidence,
): Promise<Artefact> {
  const { timeOnly, golden, reference, classShares } = evidence;
  const stored: z.infer<typeof evidenceSchema> = {
    timeOnly: {
      family: timeOnly.classifier.family,
      tensors: storeTensors(timeOnly.classifier.toTensors()),
      mean: timeOnly.mean,
      std: timeOnly.std,
    },
    golden: golden.map(({ samples, startMs, probabilities }) => ({
      samples: Array.from(samples),
      startMs,
      probabilities: Array.from(probabilities),
    })),
    reference: reference.map((feature) => ({ ...feature, quantiles: [...feature.quantiles] })),
    classShares: [...classShares],
  };
  const path = pathIn(artefacts);
  return { path, sha256: await workspace.putFile(path, new TextEncoder().encode(stableJson(stored))) };
}

/** @throws InputError `artefacts-damaged` */
export async function readTrainingEvidence(
  workspace: Workspace,
  artefacts: string,
): Promise<TrainingEvidence> {
  const path = pathIn(artefacts);
  const bytes = await workspace.getFile(path);
  const damaged = (cause?: unknown): InputError =>
    new InputError("artefacts-damaged", `${path} is ${bytes ? "damaged" : "missing"}`, {
      place: { file: path },
      cause,
      advice: "Train the model again.",
    });
  if (!bytes) throw damaged();
  let stored;
  try {
    stored = evidenceSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    throw damaged(error);
  }
  const { timeOnly, golden, reference, classShares } = stored;
  return {
    timeOnly: {
      classifier: restoreClassifier(timeOnly.family, restoreTensors(timeOnly.tensors)),
      mean: timeOnly.mean,
      std: timeOnly.std,
    },
    golden: golden.map(({ samples, startMs, probabilities }) => ({
      samples: Float32Array.from(samples),
      startMs,
      probabilities: Float64Array.from(probabilities),
    })),
    reference,
    classShares,
  };
}
