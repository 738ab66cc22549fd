import { describe, expect, it } from "vitest";
import { csvText } from "../../pipeline/csv-text.ts";
import { plotCsv } from "./plot-csv.ts";

const layout = {
  xaxis: { title: { text: "dominant frequency (Hz)" } },
  yaxis: { title: { text: "windows" } },
};

describe("the table of a plot", () => {
  it("has one column of x where all traces share it", () => {
    const data = [
      { type: "bar", name: "faults, small", x: [1, 2], y: Float64Array.of(3, 4) },
      { type: "bar", name: "salt", x: [1, 2], y: [5, 6] },
    ] as const;
    expect(plotCsv(data as never, layout)).toBe(
      'dominant frequency (Hz),"windows: faults, small",windows: salt\r\n1,3,5\r\n2,4,6\r\n',
    );
  });

  it("puts traces of other x below each other", () => {
    const data = [
      { type: "scatter", name: "train", x: [1, 2], y: [3, 4] },
      { type: "scatter", x: [1], y: [5] },
    ] as const;
    expect(plotCsv(data as never, {})).toBe("trace,x,y\r\ntrain,1,3\r\ntrain,2,4\r\ntrace 2,1,5\r\n");
  });

  it("quotes what needs it and leaves nothing empty where a value is missing but its cell", () => {
    expect(csvText([["a", null, true, 'say "so"', "two\nlines"]])).toBe(
      'a,,true,"say ""so""","two\nlines"\r\n',
    );
  });
});
