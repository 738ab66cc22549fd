import { tensor1d, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { softmaxRows } from "../../numerics/elementary.ts";
import { softmaxGradient } from "./softmax-gradient.ts";

const rows = 37;
const inputs = 9;
const classes = 3;
const tolerance = 1e-4;

/** Numbers in [−1, 1] without a pattern that could hide a transposed axis. */
const value = (index: number): number => ((index * 7919) % 2003) / 1001.5 - 1;

/** Whether the active backend's gradient of a small softmax problem is right, judged by the same sums in double precision. */
export async function computesRightly(): Promise<boolean> {
  const x = Float32Array.from({ length: rows * inputs }, (_, i) => value(i));
  const w = Float32Array.from({ length: inputs * classes }, (_, i) => value(i + 411));
  const labels = Int32Array.from({ length: rows }, (_, i) => (i * 5) % classes);
  const exampleWeights = Float32Array.from({ length: rows }, (_, i) => 1 + value(i + 97) / 2);
  const gradient = tidy(() => {
    const targets = new Float32Array(rows * classes);
    labels.forEach((label, row) => (targets[row * classes + label] = 1));
    const source = {
      inputs: tensor2d(x, [rows, inputs]),
      targets: tensor2d(targets, [rows, classes]),
      exampleWeights: tensor2d(exampleWeights, [rows, 1]),
    };
    const order = tensor1d(
      Int32Array.from({ length: rows }, (_, i) => (i * 11) % rows),
      "int32",
    );
    return softmaxGradient(source, order, tensor2d(w, [inputs, classes])).gradient;
  });
  const given = await gradient.data();
  gradient.dispose();
  const expected = expectedGradient(x, w, labels, exampleWeights);
  return expected.every((number, i) => Math.abs(number - given[i]!) <= tolerance);
}

function expectedGradient(
  x: Float32Array,
  w: Float32Array,
  labels: Int32Array,
  exampleWeights: Float32Array,
): Float64Array {
  const gradient = new Float64Array(inputs * classes);
  for (let row = 0; row < rows; row++) {
    const p = new Float64Array(classes);
    for (let c = 0; c < classes; c++)
      for (let i = 0; i < inputs; i++) p[c]! += x[row * inputs + i]! * w[i * classes + c]!;
    softmaxRows(p, classes);
    p[labels[row]!]! -= 1;
    for (let i = 0; i < inputs; i++)
      for (let c = 0; c < classes; c++)
        gradient[i * classes + c]! += (x[row * inputs + i]! * p[c]! * exampleWeights[row]!) / rows;
  }
  return gradient;
}
