import { describe, expect, it } from "vitest";
import { seededRandom } from "../random.ts";
import { wasmProjectionKernel } from "./projection-kernel.ts";
import { referenceProjectionKernel } from "./projection-reference.ts";
import { kernelMemory } from "./web-assembly.ts";

/** The memory after a projection of random rows, some of them not finite or tiny. */
function projected(make: typeof wasmProjectionKernel, groups: number, rows: number, length: number): Buffer {
  const [weights, offsets, from, to] = [0, 16384, 20480, 40960];
  const memory = kernelMemory(65536);
  const random = seededRandom(groups + rows * length);
  new Float64Array(memory.buffer, weights, groups * 8 * length)
    .fill(0)
    .forEach((_, i, all) => (all[i] = random.normal()));
  new Float64Array(memory.buffer, offsets, groups * 8).forEach(
    (_, i, all) => (all[i] = 10 * random.normal()),
  );
  const samples = new Float32Array(memory.buffer, from, rows * length);
  samples.forEach((_, i) => (samples[i] = 1000 * random.normal() * 10 ** (3 * random.normal())));
  if (rows > 2) samples.set([Infinity, NaN, -0, 1e-44], length);
  make(memory).project(weights, offsets, groups, from, rows, length, to);
  expect(new Float32Array(memory.buffer, to, 8)).not.toEqual(new Float32Array(8));
  return Buffer.from(memory.buffer);
}

describe("the WebAssembly projection kernel equals plain TypeScript, bit for bit", () => {
  it.each([
    [1, 1, 1],
    [1, 2, 7],
    [2, 3, 64],
    [4, 8, 33],
    [4, 1, 462 / 11],
  ])("%i groups of 8 components, %i rows of %i samples", (groups, rows, length) => {
    const wasm = projected(wasmProjectionKernel, groups, rows, length);
    expect(wasm.equals(projected(referenceProjectionKernel, groups, rows, length))).toBe(true);
  });
});
