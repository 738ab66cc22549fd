import "@tensorflow/tfjs-backend-cpu";
import {
  copyRegisteredKernels,
  findBackendFactory,
  getKernel,
  registerBackend,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { softmaxParametersSchema } from "../../pipeline/models/contract.ts";
import { syntheticExamples } from "../../pipeline/models/synthetic-examples.fixture.ts";
import { ComputeLadder, type Rung } from "./compute-ladder.ts";

const data = syntheticExamples(200, 3, 1);
const parameters = softmaxParametersSchema.parse({ epochs: 5 });

/** A rung on plain JavaScript under another name. */
function rung(
  name: string,
  about: Partial<Rung> & { software?: boolean; lost?: Promise<string> } = {},
): Rung {
  const { software = false, lost } = about;
  return { name, load: async () => undefined, describe: () => ({ software, lost }), ...about };
}

const ladderOf = (...rungs: Rung[]): ComputeLadder<string> =>
  new ComputeLadder(rungs, () => performance.now());

describe("the compute ladder", () => {
  beforeAll(() => {
    for (const name of ["imitated", "broken", "real", "losable"]) {
      copyRegisteredKernels("cpu", name);
      registerBackend(name, findBackendFactory("cpu"));
    }
    const right = getKernel("BatchMatMul", "broken");
    unregisterKernel("BatchMatMul", "broken");
    registerKernel({
      ...right,
      kernelFunc: (call) =>
        right.kernelFunc({ ...call, inputs: { a: call.inputs["a"]!, b: call.inputs["a"]! } }),
    });
  });

  it("puts an imitated GPU behind, what is wrong or missing last, and says why", async () => {
    const ladder = ladderOf(
      rung("absent", { load: async () => "this browser has none" }),
      rung("broken"),
      rung("imitated", { software: true }),
      rung("real"),
    );
    const probes = await ladder.probe();
    expect(probes.slice(0, 2)).toMatchObject([
      { name: "real", correct: true, software: false },
      { name: "imitated", correct: true, software: true },
    ]);
    expect(probes[0]!.stepsPerSecond).toBeGreaterThan(0);
    expect(probes.find(({ name }) => name === "absent")).toMatchObject({
      available: false,
      reason: "this browser has none",
    });
    expect(probes.find(({ name }) => name === "broken")).toMatchObject({ available: true, correct: false });
    expect((await ladder.trainer("auto")).backend).toBe("real");
    for (const choice of ["broken", "absent", "unheard-of"])
      await expect(ladder.trainer(choice)).rejects.toMatchObject({ code: "backend-unusable" });
    await expect(ladderOf(rung("broken")).trainer("auto")).rejects.toMatchObject({ code: "no-backend" });
  });

  it("says that the GPU was lost, whatever the fit itself says, and asks for a new one", async () => {
    let lose: (reason: string) => void = () => undefined;
    let lost = new Promise<string>((resolve) => (lose = resolve));
    const ladder = ladderOf(rung("losable", { describe: () => ({ software: false, lost }) }));
    const trainer = await ladder.trainer("losable");
    const fit = trainer.fitSoftmax(data, parameters, {
      seed: 1,
      onProgress: ({ done }) => {
        if (done === 2) lose("driver reset");
      },
    });
    await expect(fit).rejects.toMatchObject({
      code: "gpu-lost",
      message: expect.stringContaining("driver reset") as string,
    });
    lost = new Promise(() => undefined);
    expect((await trainer.fitSoftmax(data, parameters, { seed: 1 })).weights.rows).toBe(
      data.features.columns,
    );
  });

  it("passes a cancel on", async () => {
    const ladder = ladderOf(rung("losable", { lost: new Promise(() => undefined) }));
    const trainer = await ladder.trainer("auto");
    const cancel = new AbortController();
    const fit = trainer.fitSoftmax(data, parameters, {
      seed: 1,
      signal: cancel.signal,
      onProgress: () => {
        cancel.abort();
      },
    });
    await expect(fit).rejects.toMatchObject({ name: "AbortError" });
  });
});
