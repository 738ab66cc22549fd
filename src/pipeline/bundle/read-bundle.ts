import type { ZodType } from "zod";
import { InputError } from "../errors.ts";
import { evaluationSchema, type Evaluation } from "../evaluation/contract.ts";
import type { NamedTensors } from "../models/contract.ts";
import { lineageSchema, modelCardSchema, type ModelCard } from "../registry/contract.ts";
import { stableJson } from "../workspace/contract.ts";
import { goldenPartSchema, modelPartSchema, paths, referencePartSchema } from "./bundle-schemas.ts";
import type { GoldenWindow, ReadBundle, ReadBundleOptions, ScoringModel } from "./contract.ts";
import { checkJsonPart, decodeJsonPart } from "./json-parts.ts";
import { scoreGolden, unreproduced, type ScoreWindows } from "./golden.ts";
import { contentSha256 } from "./manifest.ts";
import { openBundleParts } from "./open-bundle-parts.ts";
import { scoringModelFromTensors } from "./scoring-model-tensors.ts";
import { judgeSignature } from "./signature.ts";
import { requireTensorPlaces, tensorFromBytes, type TensorDescription } from "./tensor-parts.ts";
import type { BundleParts } from "./zip-parts.ts";

/** A card that claims other scores, classes or kind than the parts it stands beside is refused. */
function readCard(
  parts: BundleParts,
  { classes, classifier }: ScoringModel,
  { accuracy, macroF1, balancedAccuracy, baselines }: Evaluation,
): ModelCard | undefined {
  if (!parts.has(paths.card)) return undefined;
  const card = parsePart(parts, paths.card, modelCardSchema);
  const said = stableJson([card.classes, card.family, card.scores]);
  const scores = { model: { accuracy, macroF1, balancedAccuracy }, ...baselines };
  if (said === stableJson([classes, classifier.family, scores])) return card;
  throw new InputError(
    "bundle-invalid",
    "the bundle's card is of another model: its classes or scores differ",
    {
      place: { file: paths.card },
      advice,
    },
  );
}

const advice = "Copy or export the bundle again.";

function partOf(parts: BundleParts, path: string): Uint8Array<ArrayBuffer> {
  const bytes = parts.get(path);
  if (!bytes)
    throw new InputError("bundle-damaged", `the bundle lacks its part ${path}`, {
      place: { file: path },
      advice,
    });
  return bytes;
}

const parsePart = <T>(parts: BundleParts, path: string, schema: ZodType<T>): T =>
  checkJsonPart(path, decodeJsonPart(path, partOf(parts, path)), schema);

/** What the model and its golden windows are made of is all that there is, in the one order. */
function requireKnownParts(parts: BundleParts, tensors: readonly TensorDescription[]): void {
  const { manifest, model, evaluation, lineage, reference, golden, card, signature } = paths;
  const known = [
    ...[manifest, model, evaluation, lineage, reference, golden],
    ...[card].filter((path) => parts.has(path)),
    ...tensors.map(({ path }) => path),
    ...[signature].filter((path) => parts.has(path)),
  ];
  const found = [...parts.keys()];
  const differs = Array.from({ length: Math.max(known.length, found.length) }, (_, i) => i).find(
    (i) => known[i] !== found[i],
  );
  if (differs === undefined) return;
  const stray = found.find((path) => !known.includes(path));
  throw new InputError(
    "bundle-damaged",
    stray === undefined
      ? "the bundle's parts are not in their order"
      : `the bundle holds ${stray}, which no model of its kind has`,
    { place: { file: stray ?? found[differs] ?? paths.manifest }, advice },
  );
}

function readTensors(parts: BundleParts, descriptions: readonly TensorDescription[]): NamedTensors {
  return Object.fromEntries(
    descriptions.map((description) => [
      description.name,
      tensorFromBytes(description, partOf(parts, description.path)),
    ]),
  );
}

function goldenWindows(
  startMs: readonly number[],
  tensors: NamedTensors,
  { window, classes }: ScoringModel,
): GoldenWindow[] {
  const length = window.lengthSamples;
  const { "golden.samples": samples, "golden.probabilities": probabilities } = tensors;
  const hasShape = (shape: readonly number[], columns: number): boolean =>
    shape.length === 2 && shape[0] === startMs.length && shape[1] === columns;
  if (
    !(samples?.data instanceof Float32Array && hasShape(samples.shape, length)) ||
    !(probabilities?.data instanceof Float64Array && hasShape(probabilities.shape, classes.length))
  )
    throw new InputError("bundle-invalid", "the bundle's golden windows do not fit its model", {
      place: { file: paths.golden },
      advice,
    });
  const { data: sampleData } = samples;
  const { data: probabilityData } = probabilities;
  return startMs.map((time, i) => ({
    startMs: time,
    samples: sampleData.subarray(i * length, (i + 1) * length),
    probabilities: probabilityData.subarray(i * classes.length, (i + 1) * classes.length),
  }));
}

/** @throws InputError `golden-mismatch` when the model does not answer as it did where it was made */
function reproduceGolden(
  model: ScoringModel,
  golden: readonly GoldenWindow[],
  scoreWindows: ScoreWindows,
): void {
  const { window, difference } = unreproduced(golden, scoreGolden(model, golden, scoreWindows)) ?? {};
  if (window === undefined || difference === undefined) return;
  throw new InputError(
    "golden-mismatch",
    `the model does not reproduce golden window ${window + 1} of ${golden.length}: its probabilities differ by ${difference.toExponential(1)}`,
    { advice: "Do not score with it. Export the bundle again, or use the code version it names." },
  );
}

/**
 * Reads a bundle and trusts nothing: structure, hashes, signature, shapes, and the answers to the golden windows are checked
 * first. Bundles of older versions are read as the newest says it.
 * @throws InputError `bundle-not-zip`, `bundle-too-large`, `bundle-damaged`, `bundle-newer`, `bundle-invalid`,
 * `bundle-signature-invalid`, `bundle-unsigned`, `bundle-key-untrusted`, `golden-mismatch`; JobError `signature-unsupported`
 */
export async function readBundle(
  bytes: Uint8Array,
  scoreWindows: ScoreWindows,
  options: ReadBundleOptions = {},
): Promise<ReadBundle> {
  const { parts, manifest, formatVersion, signedBy } = await openBundleParts(bytes);
  // Before anything of its content is looked at: what nobody trusts gets no further.
  const signature = judgeSignature(signedBy, options);
  const { tensors: described, ...head } = parsePart(parts, paths.model, modelPartSchema);
  const { startMs, tensors: goldenDescribed } = parsePart(parts, paths.golden, goldenPartSchema);
  requireTensorPlaces(described);
  requireTensorPlaces(goldenDescribed);
  requireKnownParts(parts, [...described, ...goldenDescribed]);
  const model = scoringModelFromTensors(head, readTensors(parts, described));
  const { features, classShares } = parsePart(parts, paths.reference, referencePartSchema);
  const golden = goldenWindows(startMs, readTensors(parts, goldenDescribed), model);
  reproduceGolden(model, golden, scoreWindows);
  const evaluation = parsePart(parts, paths.evaluation, evaluationSchema);
  const card = readCard(parts, model, evaluation);
  return {
    model,
    golden,
    classShares,
    reference: features,
    evaluation,
    ...(card ? { card } : {}),
    lineage: parsePart(parts, paths.lineage, lineageSchema),
    formatVersion,
    signature,
    contentSha256: await contentSha256(manifest),
  };
}
