import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import { GeophoneError } from "../errors.ts";
import { scoreWindows } from "../serving/contract.ts";
import { openWorkspace, stableJson } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { bundleOf, cardOf, smallModel, windowSamples } from "./bundle.fixture.ts";
import { readBundle, readScoringModel, writeBundle, writeScoringModel } from "./contract.ts";
import { requireCanonicalZip, unzipParts, zipParts } from "./zip-parts.ts";

const length = windowSamples;
const random = seededRandom(5, "bundle test");

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
    const plain = bundleOf(await smallModel(), scoreWindows);
    const bundle = { ...plain, card: cardOf(plain) };
    const bytes = await writeBundle(bundle);
    expect(await writeBundle(bundle)).toEqual(bytes);
    const read = await readBundle(bytes, scoreWindows);
    expect(read.card).toEqual(bundle.card);
    expect((await readBundle(await writeBundle(plain), scoreWindows)).contentSha256).toBe(read.contentSha256);
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
    const bytes = await writeBundle(bundleOf(await smallModel(), scoreWindows));
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
    const bytes = await writeBundle(bundleOf(await smallModel(), scoreWindows));
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
    const bundle = bundleOf(await smallModel(), scoreWindows);
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
    const model = await smallModel();
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
