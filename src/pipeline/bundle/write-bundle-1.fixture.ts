import { sha256Hex, stableJson } from "../workspace/contract.ts";
import type { Bundle } from "./contract.ts";
import { modelHead, scoringModelToTensors } from "./scoring-model-tensors.ts";
import { describeTensors, tensorBytes } from "./tensor-parts.ts";
import { zipParts } from "./zip-parts.ts";

/** A bundle as Geophone 0.1 wrote it: version 1, without card and signature. Kept as code; its bytes are pinned in the test. */
export async function writeBundle1(bundle: Bundle): Promise<Uint8Array<ArrayBuffer>> {
  const { model, evaluation, lineage, reference, classShares, golden } = bundle;
  const tensors = scoringModelToTensors(model);
  const rows = golden.length;
  const goldenTensors = {
    "golden.samples": {
      shape: [rows, model.window.lengthSamples],
      data: Float32Array.from(golden.flatMap(({ samples }) => Array.from(samples))),
    },
    "golden.probabilities": {
      shape: [rows, model.classes.length],
      data: Float64Array.from(golden.flatMap(({ probabilities }) => Array.from(probabilities))),
    },
  };
  const described = describeTensors(tensors);
  const goldenDescribed = describeTensors(goldenTensors);
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(stableJson(value));
  const parts = new Map<string, Uint8Array>([
    ["model.json", json({ ...modelHead(model), tensors: described })],
    ["evaluation.json", json(evaluation)],
    ["lineage.json", json(lineage)],
    ["reference.json", json({ classShares, features: reference })],
    ["golden.json", json({ startMs: golden.map(({ startMs }) => startMs), tensors: goldenDescribed })],
    ...described.map(({ name, path }) => [path, tensorBytes(tensors[name]!)] as const),
    ...goldenDescribed.map(
      ({ name, path }) => [path, tensorBytes(goldenTensors[name as keyof typeof goldenTensors])] as const,
    ),
  ]);
  const entries = [];
  for (const [path, bytes] of parts)
    entries.push({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) });
  const manifest = json({ format: "geophone-bundle", version: 1, parts: entries });
  return zipParts(new Map([["manifest.json", manifest], ...parts]));
}
