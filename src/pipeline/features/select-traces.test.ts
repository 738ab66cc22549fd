import { describe, expect, it } from "vitest";
import { InputError } from "../errors.ts";
import { selectTraces } from "./select-traces.ts";

const headers = (...inline: number[]) => ({
  inline: Int32Array.from(inline),
  crossline: new Int32Array(inline.length),
  count: inline.length,
});

describe("selectTraces", () => {
  it("takes every N-th trace of a line from the first on", () => {
    const line = headers(7, 7, 7, 7, 7, 7, 7);
    expect([...selectTraces(line, "inline", 3)]).toEqual([0, 3, 6]);
    expect([...selectTraces(line, "inline", 1)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...selectTraces(line, "inline", 100)]).toEqual([0]);
  });

  it("takes the file as one line where it is a crossline or has no geometry", () => {
    for (const orientation of ["crossline", "other"] as const)
      expect([...selectTraces(headers(1, 2, 3, 4, 5), orientation, 2)]).toEqual([0, 2, 4]);
  });

  it("starts anew on each inline of a volume, interleaved ones too", () => {
    expect([...selectTraces(headers(1, 1, 1, 2, 2, 2), "volume", 2)]).toEqual([0, 2, 3, 5]);
    expect([...selectTraces(headers(1, 2, 1, 2, 1, 2), "volume", 2)]).toEqual([0, 1, 4, 5]);
    expect([...selectTraces(headers(0, -1, 0, -1, 0, -1), "volume", 3)]).toEqual([0, 1]);
  });

  it("gives nothing of nothing", () => {
    expect(selectTraces(headers(), "volume", 4)).toHaveLength(0);
  });

  it.each([0, -1, 1.5, NaN])("refuses every %d", (every) => {
    expect(() => selectTraces(headers(1), "inline", every)).toThrow(InputError);
  });
});
