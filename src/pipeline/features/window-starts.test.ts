import { describe, expect, it } from "vitest";
import { InputError } from "../errors.ts";
import type { WindowDefinition } from "./contract.ts";
import { windowStarts } from "./window-starts.ts";

const windows = (lengthSamples: number, stepSamples: number): WindowDefinition => ({
  extent: "window",
  lengthSamples,
  stepSamples,
  intervalMicroseconds: 4000,
});
const wholeTrace = (lengthSamples: number): WindowDefinition => ({
  ...windows(lengthSamples, lengthSamples),
  extent: "trace",
});

function codeOf(
  run: () => unknown,
): { code: string; message: string; advice: string | undefined } | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  return undefined;
}

describe("windowStarts", () => {
  it("takes every step whose window still fits, the last one flush with the end", () => {
    expect([...windowStarts(windows(4, 3), 10)]).toEqual([0, 3, 6]);
    expect([...windowStarts(windows(4, 3), 12)]).toEqual([0, 3, 6]);
    expect([...windowStarts(windows(4, 3), 13)]).toEqual([0, 3, 6, 9]);
    expect(windowStarts(windows(64, 16), 462)).toHaveLength(25);
    expect([...windowStarts(windows(5, 9), 5)]).toEqual([0]);
  });

  it("takes a whole trace as one window", () => {
    expect([...windowStarts(wholeTrace(462), 462)]).toEqual([0]);
  });

  it("says of a window that is too long how long it and the trace are, and what to do", () => {
    const fault = codeOf(() => windowStarts(windows(64, 16), 50));
    expect(fault?.code).toBe("window-too-long");
    expect(fault?.message).toContain("256 ms (64 samples)");
    expect(fault?.message).toContain("200 ms (50 samples)");
    expect(fault?.advice).toBeTruthy();
  });

  it("does not take a part of a longer trace for a whole one", () => {
    expect(codeOf(() => windowStarts(wholeTrace(462), 500))?.code).toBe("trace-length-differs");
    expect(codeOf(() => windowStarts(wholeTrace(462), 300))?.code).toBe("window-too-long");
  });
});
