import type { Float32Matrix } from "../../quantities/matrix.ts";
import { InputError } from "../errors.ts";

/** @throws InputError `feature-not-finite`, naming the first row and column */
export function requireFinite({ data, columns }: Float32Matrix): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value - value === 0) continue;
    const place = `example ${Math.floor(i / columns)}, feature ${i % columns}`;
    throw new InputError("feature-not-finite", `${place}: the value is ${value}`, {
      advice: "Leave out dead or damaged traces, or give their features values.",
    });
  }
}

/** What a classifier demands of the features it scores. @throws InputError `feature-count`, `feature-not-finite` */
export function requireScorable(features: Float32Matrix, expected: number): void {
  if (features.columns !== expected)
    throw new InputError(
      "feature-count",
      `the model was trained on ${expected} features, given are ${features.columns}`,
      {
        advice: "Compute the features that the model's bundle declares.",
      },
    );
  requireFinite(features);
}
