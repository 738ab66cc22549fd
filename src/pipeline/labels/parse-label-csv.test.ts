import { describe, expect, it } from "vitest";
import { InputError } from "../errors.ts";
import { parseLabelCsv } from "./parse-label-csv.ts";

const header = "inline,crossline,start_ms,end_ms,class,detail";

function refusal(text: string): InputError {
  try {
    parseLabelCsv("picks.csv", text);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("the text was taken");
}

describe("parseLabelCsv", () => {
  it("reads intervals, sorted by trace and start, whatever the order of columns and rows", () => {
    const { classes, intervals, kind } = parseLabelCsv(
      "picks.csv",
      "class,END_MS,start_ms,crossline,inline\nanomaly,300,200.5,11,-1\nnormal,200.5,100,11,-1\nnormal,8,4,10,-1\n",
    );
    expect(kind).toBe("csv");
    expect(classes).toEqual(["anomaly", "normal"]);
    expect([...intervals.inline]).toEqual([-1, -1, -1]);
    expect([...intervals.crossline]).toEqual([10, 11, 11]);
    expect([...intervals.startMs]).toEqual([4, 100, 200.5]);
    expect([...intervals.endMs]).toEqual([8, 200.5, 300]);
    expect([...intervals.classIndex]).toEqual([1, 1, 0]);
  });

  it.each([
    ["a byte order mark and CR LF", `\uFEFF${header}\r\n1,2,0,8,salt,x\r\n`],
    ["lone CR", `${header}\r1,2,0,8,salt,x\r`],
    ["blank lines, empty rows and no line break at the end", `\n${header}\n\n,,,,,\n   \n1,2,0,8,salt,`],
    [
      "quoted fields with commas, quotes and line breaks",
      `${header}\n"1","2", "0" ,8,"salt","a, ""b""\nc"\n`,
    ],
    ["blanks around fields", "inline , crossline, start_ms,end_ms ,class\n 1 ,2, 0,8 , salt \n"],
    ["a comma at the end of each row", `${header},\n1,2,0,8,salt,x,\n`],
  ])("takes %s", (_, text) => {
    const { classes, intervals } = parseLabelCsv("picks.csv", text);
    expect(classes).toEqual(["salt"]);
    expect([...intervals.endMs]).toEqual([8]);
  });

  it.each([
    ["a header without a column", "inline,crossline,start_ms,class\n1,2,0,a\n", 1, "end_ms is missing"],
    ["no header at all", "1,2,0,8,salt\n", 1, "inline is missing"],
    ["semicolons", "inline;crossline;start_ms;end_ms;class\n", 1, "inline is missing"],
    [
      "a column named twice",
      "inline,inline,crossline,start_ms,end_ms,class\n",
      1,
      "inline is in the header twice",
    ],
    ["a short row", `${header}\n1,2,0,8,salt\n1,2,8\n`, 3, "column end_ms is missing"],
    ["a long row", `${header}\n1,2,0,8,salt,top, base\n`, 2, "7 fields where the header names 6"],
    ["a word for a number", `${header}\n1,2,abc,8,salt,\n`, 2, 'start_ms "abc" is not a number'],
    ["an empty number", `${header}\n1,,0,8,salt,\n`, 2, "crossline is empty"],
    ["a hexadecimal number", `${header}\n0x1,2,0,8,salt,\n`, 2, 'inline "0x1" is not a number'],
    ["infinity", `${header}\n1,2,0,Infinity,salt,\n`, 2, "is not a number"],
    ["a number beyond float32", `${header}\n1,2,0,1e99,salt,\n`, 2, "is not a number"],
    ["a broken inline", `${header}\n1.5,2,0,8,salt,\n`, 2, "inline 1.5 is not a whole number"],
    ["a crossline beyond 32 bits", `${header}\n1,2147483648,0,8,salt,\n`, 2, "not a whole number"],
    ["an inverted interval", `${header}\n1,2,8,0,salt,\n`, 2, "end_ms 0 is before start_ms 8"],
    ["an empty interval", `${header}\n1,2,8,8,salt,\n`, 2, "end_ms 8 is not after start_ms 8"],
    ["an interval that float32 cannot tell apart", `${header}\n1,2,1e9,1000000001,a,\n`, 2, "is not after"],
    ["an empty class", `${header}\n1,2,0,8,"",x\n`, 2, "class is empty"],
    ["a quote that is never closed", `${header}\n1,2,0,8,salt,"x\n1,2,8,16,salt,y\n`, 2, "never closed"],
    [
      "a bad row after a field of several lines",
      `${header}\n1,2,0,8,a,"x\ny\nz"\n\n1,2,9,8,a,\n`,
      6,
      "is before",
    ],
  ])("refuses %s and says where", (_, text, line, what) => {
    const error = refusal(text);
    expect(error.code).toBe("label-row-invalid");
    expect(error.place).toEqual({ file: "picks.csv", line });
    expect(error.message).toContain(`picks.csv, line ${line}: `);
    expect(error.message).toContain(what);
    expect(error.advice).toBeTruthy();
  });

  it("refuses overlapping intervals of different classes on one trace, naming both lines", () => {
    const error = refusal(`${header}\n1,2,100,200,salt,\n1,3,0,900,sand,\n1,2,50,104,sand,\n`);
    expect(error.code).toBe("label-rows-overlap");
    expect(error.place).toEqual({ file: "picks.csv", line: 4 });
    expect(error.message).toContain("lines 2 and 4");
    expect(error.message).toContain("both salt and sand from 100 to 104 ms");
  });

  it("finds an overlap with an earlier, longer interval", () => {
    expect(refusal(`${header}\n1,2,0,500,a,\n1,2,10,20,a,\n1,2,30,40,b,\n`).message).toContain(
      "lines 2 and 4",
    );
  });

  it("joins overlapping intervals of one class, and lets neighbours touch", () => {
    const { intervals } = parseLabelCsv(
      "p.csv",
      `${header}\n1,2,0,10,a,\n1,2,4,20,a,\n1,2,6,8,a,\n1,2,20,24,b,\n`,
    );
    expect([...intervals.startMs]).toEqual([0, 20]);
    expect([...intervals.endMs]).toEqual([20, 24]);
  });

  it.each([
    ["an empty text", ""],
    ["a header alone", `${header}\n`],
  ])("refuses %s", (_, text) => {
    expect(refusal(text).code).toBe("labels-empty");
  });
});
