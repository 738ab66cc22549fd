import { describe, expect, it } from "vitest";
import { parseModelParameters } from "./contract.ts";

describe("parseModelParameters", () => {
  it("gives defaults, and takes what is given", () => {
    expect(parseModelParameters("boosting", {}).parameters).toEqual({
      iterations: 100,
      learningRate: 0.1,
      maxLeaves: 31,
      maxDepth: 64,
      minSamplesLeaf: 20,
      l2: 0,
      maxBins: 255,
    });
    expect(parseModelParameters("softmax", { epochs: "5", l2: " 1e-3 " })).toMatchObject({
      family: "softmax",
      parameters: { epochs: 5, l2: 0.001 },
    });
  });

  it("names an unknown parameter and lists what there is", () => {
    expect(() => parseModelParameters("boosting", { trees: "5" })).toThrow(
      expect.objectContaining({
        code: "parameter-unknown",
        message: "boosting has no parameter trees",
        advice: expect.stringContaining("iterations=100, learningRate=0.1, maxLeaves=31") as string,
      }),
    );
    expect(() => parseModelParameters("softmax", { toString: "5" })).toThrow(
      expect.objectContaining({ code: "parameter-unknown" }),
    );
  });

  it.each(["", "ten", "0", "1.5", "1e9", "NaN", "Infinity"])("refuses iterations=%s", (text) => {
    expect(() => parseModelParameters("boosting", { iterations: text })).toThrow(
      expect.objectContaining({
        code: "parameter-invalid",
        message: expect.stringContaining(`iterations=${text}`) as string,
      }),
    );
  });
});
