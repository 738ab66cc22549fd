import type { ZodType } from "zod";
import { float32Matrix, type Float32Matrix, type Float64Matrix } from "../../quantities/matrix.ts";
import { InputError } from "../errors.ts";
import { evaluationSchema } from "../evaluation/contract.ts";
import type { NamedTensors } from "../models/contract.ts";
import { lineageSchema } from "../registry/contract.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import {
  bundleVersion,
  goldenPartSchema,
  manifestSchema,
  modelPartSchema,
  paths,
  referencePartSchema,
  versionSchema,
} from "./bundle-schemas.ts";
import type { Bundle, GoldenWindow, ScoringModel } from "./contract.ts";
import { scoringModelFromTensors } from "./scoring-model-tensors.ts";
import { tensorFromBytes, type TensorDescription } from "./tensor-parts.ts";
import { requireCanonicalZip, unzipParts, type BundleParts } from "./zip-parts.ts";

/** How a bundle's own model answers windows `[rows, samples]` that start at `startMs`: probabilities `[rows, classes]`. */
export type ScoreWindows = (
  model: ScoringModel,
  windows: Float32Matrix,
  startMs: Float64Array,
) => Float64Matrix;

const advice = "Copy or export the bundle again.";
/** The same code gives the same bits; another engine may differ in the last ones. */
const goldenTolerance = 1e-9;

function partOf(parts: BundleParts, path: string): Uint8Array {
  const bytes = parts.get(path);
  if (!bytes)
    throw new InputError("bundle-damaged", `the bundle lacks its part ${path}`, {
      place: { file: path },
      advice,
    });
  return bytes;
}

function parseJson(parts: BundleParts, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(partOf(parts, path)));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError("bundle-damaged", `${path} of the bundle is no JSON`, {
      place: { file: path },
      cause,
      advice,
    });
  }
}

function parsePart<T>(parts: BundleParts, path: string, schema: ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(parts, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    "bundle-invalid",
    `${path} of the bundle is not as it should be: ${issue!.path.join(".")} ${issue!.message}`,
    {
      place: { file: path },
      cause: parsed.error,
      advice,
    },
  );
}

/** Every part is named in the manifest, and is what the manifest says; nothing else is there. */
async function checkParts(parts: BundleParts): Promise<void> {
  const version = versionSchema.safeParse(parseJson(parts, paths.manifest));
  if (version.success && version.data.version > bundleVersion)
    throw new InputError(
      "bundle-newer",
      `the bundle is of version ${version.data.version}; this Geophone reads up to version ${bundleVersion}`,
      { advice: "Use a newer Geophone." },
    );
  const manifest = parsePart(parts, paths.manifest, manifestSchema);
  // Only the one way to write the manifest is taken, so that none of its bytes can change unseen either.
  if (stableJson(manifest) !== new TextDecoder().decode(partOf(parts, paths.manifest)))
    throw new InputError("bundle-damaged", `${paths.manifest} of the bundle was altered`, {
      place: { file: paths.manifest },
      advice,
    });
  for (const { path, bytes, sha256 } of manifest.parts) {
    const part = partOf(parts, path);
    if (part.length !== bytes || (await sha256Hex(part)) !== sha256)
      throw new InputError(
        "bundle-damaged",
        `${path} of the bundle is not what its manifest says: its SHA-256 differs`,
        {
          place: { file: path },
          advice,
        },
      );
  }
  const named = new Set([paths.manifest, ...manifest.parts.map(({ path }) => path)]);
  const stray = [...parts.keys()].find((path) => !named.has(path));
  if (stray !== undefined)
    throw new InputError("bundle-damaged", `the bundle holds ${stray}, which its manifest does not name`, {
      place: { file: stray },
      advice,
    });
}

function readTensors(parts: BundleParts, descriptions: readonly TensorDescription[]): NamedTensors {
  return Object.fromEntries(
    descriptions.map((description) => [
      description.name,
      tensorFromBytes(description, partOf(parts, description.path)),
    ]),
  );
}

function readGolden(parts: BundleParts, { window, classes }: ScoringModel): GoldenWindow[] {
  const { startMs, tensors: descriptions } = parsePart(parts, paths.golden, goldenPartSchema);
  const tensors = readTensors(parts, descriptions);
  const samples = tensors["golden.samples"]?.data;
  const probabilities = tensors["golden.probabilities"]?.data;
  const length = window.lengthSamples;
  if (
    !(samples instanceof Float32Array && samples.length === startMs.length * length) ||
    !(probabilities instanceof Float64Array && probabilities.length === startMs.length * classes.length)
  )
    throw new InputError("bundle-invalid", "the bundle's golden windows do not fit its model", {
      place: { file: paths.golden },
      advice,
    });
  return startMs.map((time, i) => ({
    startMs: time,
    samples: samples.subarray(i * length, (i + 1) * length),
    probabilities: probabilities.subarray(i * classes.length, (i + 1) * classes.length),
  }));
}

/** @throws InputError `golden-mismatch` when the model does not answer as it did where it was made */
function reproduceGolden(
  model: ScoringModel,
  golden: readonly GoldenWindow[],
  scoreWindows: ScoreWindows,
): void {
  const length = model.window.lengthSamples;
  golden.forEach(({ samples, startMs, probabilities }, window) => {
    const { data } = scoreWindows(model, float32Matrix(1, length, samples.slice()), Float64Array.of(startMs));
    const difference = probabilities.reduce(
      (most, expected, i) => Math.max(most, Math.abs(expected - data[i]!)),
      0,
    );
    // Not `difference > tolerance`: NaN must not pass.
    if (!(difference <= goldenTolerance))
      throw new InputError(
        "golden-mismatch",
        `the model does not reproduce golden window ${window + 1} of ${golden.length}: its probabilities differ by ${difference.toExponential(1)}`,
        { advice: "Do not score with it. Export the bundle again, or use the code version it names." },
      );
  });
}

/**
 * Reads a bundle and trusts nothing: structure, hashes, shapes, and the answers to the golden windows are checked first.
 * @throws InputError `bundle-not-zip`, `bundle-too-large`, `bundle-damaged`, `bundle-newer`, `bundle-invalid`, `golden-mismatch`
 */
export async function readBundle(bytes: Uint8Array, scoreWindows: ScoreWindows): Promise<Bundle> {
  const parts = unzipParts(bytes);
  await checkParts(parts);
  requireCanonicalZip(bytes, parts);
  const { tensors, ...head } = parsePart(parts, paths.model, modelPartSchema);
  const model = scoringModelFromTensors(head, readTensors(parts, tensors));
  const { features, classShares } = parsePart(parts, paths.reference, referencePartSchema);
  const golden = readGolden(parts, model);
  reproduceGolden(model, golden, scoreWindows);
  return {
    model,
    golden,
    classShares,
    reference: features,
    evaluation: parsePart(parts, paths.evaluation, evaluationSchema),
    lineage: parsePart(parts, paths.lineage, lineageSchema),
  };
}
