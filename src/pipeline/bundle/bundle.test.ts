import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import { GeophoneError } from "../errors.ts";
import { fitClassifier } from "../models/contract.ts";
import { scoreWindows } from "../serving/contract.ts";
import { openWorkspace, stableJson } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import {
  readBundle,
  readScoringModel,
  writeBundle,
  writeScoringModel,
  type Bundle,
  type ScoringModel,
} from "./contract.ts";
import { requireCanonicalZip, unzipParts, zipParts } from "./zip-parts.ts";

const length = 16;
const components = 4;
const random = seededRandom(5, "bundle test");
const doubles = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());

async function scoringModel(): Promise<ScoringModel> {
  const rows = 300;
  const columns = 8 + components + 1;
  const features = float32Matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => random.normal()),
  );
  const labels = Int32Array.from(
    { length: rows },
    (_, row) => (features.data[row * columns]! > 0 ? 1 : 0) + (features.data[row * columns + 1]! > 1 ? 1 : 0),
  );
  const parameters = {
    iterations: 5,
    learningRate: 0.1,
    maxLeaves: 7,
    maxDepth: 8,
    minSamplesLeaf: 5,
    l2: 0,
    maxBins: 64,
  };
  return {
    window: { extent: "window", lengthSamples: length, stepSamples: 4, intervalMicroseconds: 4000 },
    input: {
      extent: "window",
      samples: length,
      intervalMs: 4,
      haloTraces: 0,
      haloSamples: 0,
      needsTime: true,
    },
    classes: ["normal", "anomaly", "boundary"],
    featureColumns: Array.from({ length: columns }, (_, i) => `f${i}`),
    embedding: {
      sampleMean: doubles(length),
      sampleStd: doubles(length).map((value) => 1 + value * value),
      components: { data: doubles(components * length), rows: components, columns: length },
      explainedVarianceRatio: Float64Array.of(0.4, 0.3, 0.2, 0.1),
    },
    featureMean: doubles(columns),
    featureStd: doubles(columns).map((value) => 1 + value * value),
    classifier: await fitClassifier(
      { family: "boosting", parameters },
      { features, labels, classes: 3 },
      { seed: 1 },
      {},
    ),
  };
}

async function bundleOf(model: ScoringModel): Promise<Bundle> {
  const scores = { accuracy: 0.5, macroF1: 0.4, balancedAccuracy: 0.4 };
  return {
    model,
    golden: Array.from({ length: 5 }, (_, i) => {
      const samples = Float32Array.from({ length }, () => random.normal());
      const startMs = 100 * i;
      return {
        samples,
        startMs,
        probabilities: scoreWindows(model, float32Matrix(1, length, samples), Float64Array.of(startMs)).data,
      };
    }),
    evaluation: {
      ...scores,
      examples: 10,
      perClass: [],
      confusion: [],
      baselines: { majority: { ...scores, className: "normal" }, timeOnly: scores },
      inflated: false,
    },
    lineage: {
      files: [{ fileName: "a.sgy", sha256: "00", role: "train" }],
      labelSet: { id: "l", sources: [], rule: "centre-sample" },
      featureSet: { id: "f", window: model.window, every: 1 },
      features: [...model.featureColumns],
      split: { kind: "lines", train: ["a"], test: ["b"], bufferTraces: 40 },
      withoutClasses: [],
      classWeight: "none",
      seed: 42,
      codeVersion: "test",
    },
    reference: [{ feature: "mean", count: 3, mean: 0, std: 1, min: -1, max: 1, quantiles: [-1, 0, 1] }],
    classShares: [0.5, 0.3, 0.2],
  };
}

const codeOf = async (bytes: Uint8Array): Promise<string> => {
  try {
    await readBundle(bytes, scoreWindows);
    return "read";
  } catch (error) {
    if (error instanceof GeophoneError) return error.code;
    throw error;
  }
};

/** The bundle with one part changed and the manifest left as it was, or made to fit. */
function repacked(bytes: Uint8Array, change: (parts: Map<string, Uint8Array>) => void): Uint8Array {
  const parts = new Map(unzipParts(bytes));
  change(parts);
  return zipParts(parts);
}

describe("a bundle", () => {
  it("comes back as it was, bit for bit, and is the same twice", async () => {
    const bundle = await bundleOf(await scoringModel());
    const bytes = await writeBundle(bundle);
    expect(await writeBundle(bundle)).toEqual(bytes);
    const read = await readBundle(bytes, scoreWindows);
    expect(read.evaluation).toEqual(bundle.evaluation);
    expect(read.lineage).toEqual(bundle.lineage);
    expect(read.reference).toEqual(bundle.reference);
    expect(read.golden).toEqual(bundle.golden);
    expect(read.model.embedding).toEqual(bundle.model.embedding);
    const windows = float32Matrix(
      50,
      length,
      Float32Array.from({ length: 50 * length }, () => random.normal()),
    );
    const startMs = new Float64Array(50).fill(8);
    expect(scoreWindows(read.model, windows, startMs)).toEqual(scoreWindows(bundle.model, windows, startMs));
  });

  it("is refused after any change of one byte", async () => {
    const bytes = await writeBundle(await bundleOf(await scoringModel()));
    const positions = Array.from({ length: 300 }, (_, i) =>
      i < 40 ? i : i < 80 ? bytes.length - 1 - (i - 40) : random.integer(bytes.length),
    );
    for (const at of positions) {
      const changed = bytes.slice();
      changed[at] = changed[at]! ^ (1 << (at % 8));
      expect({ at, code: await codeOf(changed) }).toEqual({
        at,
        code: expect.stringMatching(/^(bundle|golden)-/) as string,
      });
    }
    for (const length of [0, 1, 21, 22, 500, bytes.length - 1])
      expect(await codeOf(bytes.subarray(0, length))).toMatch(/^bundle-/);
    expect(await codeOf(Uint8Array.of(...bytes, 0))).toBe("bundle-damaged");
  });

  it("is refused for what its parts say", async () => {
    const bytes = await writeBundle(await bundleOf(await scoringModel()));
    const text = (value: unknown): Uint8Array => new TextEncoder().encode(stableJson(value));
    expect(await codeOf(text("no zip"))).toBe("bundle-not-zip");
    expect(await codeOf(repacked(bytes, (parts) => parts.delete("manifest.json")))).toBe("bundle-damaged");
    expect(await codeOf(repacked(bytes, (parts) => parts.delete("model.json")))).toBe("bundle-damaged");
    expect(await codeOf(repacked(bytes, (parts) => parts.set("extra.bin", Uint8Array.of(1))))).toBe(
      "bundle-damaged",
    );
    expect(await codeOf(repacked(bytes, (parts) => parts.set("lineage.json", text({}))))).toBe(
      "bundle-damaged",
    );
    expect(
      await codeOf(
        repacked(bytes, (parts) =>
          parts.set("manifest.json", text({ format: "geophone-bundle", version: 3 })),
        ),
      ),
    ).toBe("bundle-newer");
    expect(
      await codeOf(
        repacked(bytes, (parts) =>
          parts.set("manifest.json", text({ format: "cake", version: 1, parts: [] })),
        ),
      ),
    ).toBe("bundle-invalid");
    expect(() => unzipParts(zipParts(new Map([["../outside", Uint8Array.of(1)]])))).toThrow(
      'name "../outside"',
    );
    expect(() => {
      requireCanonicalZip(Uint8Array.of(1, 2), new Map());
    }).toThrow("altered");
  });

  it("is refused when its model answers otherwise", async () => {
    const bundle = await bundleOf(await scoringModel());
    const [first, ...rest] = bundle.golden;
    const bytes = await writeBundle({
      ...bundle,
      golden: [{ ...first!, probabilities: Float64Array.of(0.2, 0.3, 0.5) }, ...rest],
    });
    expect(await codeOf(bytes)).toBe("golden-mismatch");
    const silent = await writeBundle({
      ...bundle,
      golden: [{ ...first!, probabilities: Float64Array.of(NaN, NaN, NaN) }],
    });
    expect(await codeOf(silent)).toBe("golden-mismatch");
  });
});

describe("a model kept in a workspace", () => {
  it("comes back bit for bit, and damage is named", async () => {
    const storage = memoryStorage();
    const workspace = await openWorkspace(storage, { create: true, now: () => "now" });
    const model = await scoringModel();
    await writeScoringModel(workspace, "runs/x/model", model);
    const read = await readScoringModel(workspace, "runs/x/model");
    const windows = float32Matrix(
      20,
      length,
      Float32Array.from({ length: 20 * length }, () => random.normal()),
    );
    expect(scoreWindows(read, windows, new Float64Array(20))).toEqual(
      scoreWindows(model, windows, new Float64Array(20)),
    );
    const tensor = [...storage.files.keys()].find((path) => path.includes("embedding.components"))!;
    const content = storage.files.get(tensor)!;
    storage.files.set(tensor, content.slice(8));
    await expect(readScoringModel(workspace, "runs/x/model")).rejects.toMatchObject({
      code: "bundle-invalid",
    });
    storage.files.delete(tensor);
    await expect(readScoringModel(workspace, "runs/x/model")).rejects.toMatchObject({
      code: "artefacts-damaged",
      place: { file: tensor },
    });
    await expect(readScoringModel(workspace, "runs/none/model")).rejects.toMatchObject({
      code: "artefacts-damaged",
    });
  });
});
