import "@tensorflow/tfjs-backend-cpu";
import {
  env,
  getKernel,
  registerKernel,
  setBackend,
  unregisterKernel,
  type KernelConfig,
} from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { computesRightly } from "./self-test.ts";

/** Puts `broken` in the place of a kernel while `work` runs. */
async function withKernel(broken: KernelConfig, work: () => Promise<void>): Promise<void> {
  const right = getKernel(broken.kernelName, broken.backendName);
  unregisterKernel(broken.kernelName, broken.backendName);
  registerKernel(broken);
  try {
    await work();
  } finally {
    unregisterKernel(broken.kernelName, broken.backendName);
    registerKernel(right);
  }
}

describe("the self-test of a backend", () => {
  const warn = vi.spyOn(console, "warn");
  beforeAll(async () => {
    env().set("PROD", true);
    await setBackend("cpu");
  });
  afterAll(() => {
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("passes plain JavaScript", async () => {
    expect(await computesRightly()).toBe(true);
  });

  it("fails a backend whose matrix product forgets a transposition", async () => {
    const right = getKernel("BatchMatMul", "cpu");
    const broken: KernelConfig = {
      ...right,
      kernelFunc: (call) => {
        const { a, b } = call.inputs;
        if (!call.attrs?.["transposeA"]) return right.kernelFunc(call);
        const [rows, columns] = a!.shape;
        // Numbers read in the wrong order, under a shape that fits.
        const twisted = { ...a!, shape: [columns!, rows!] };
        return right.kernelFunc({
          ...call,
          inputs: { a: twisted, b: b! },
          attrs: { ...call.attrs, transposeA: false },
        });
      },
    };
    await withKernel(broken, async () => {
      expect(await computesRightly()).toBe(false);
    });
    expect(await computesRightly()).toBe(true);
  });
});
