import { expect, it } from "vitest";
import { linkText, readLink } from "./section-link.ts";

it("says in an address what is seen, and reads it again", () => {
  const link = {
    survey: "f3 inline & more",
    line: { axis: "inline", number: -104 },
    view: { x0: 10.25, x1: 64.5, y0: 0, y1: 300 },
    window: { traceIndex: 77, traces: 4, startMs: 200, endMs: 456 },
  } as const;
  const text = linkText(link);
  expect(text).toBe("survey=f3+inline+%26+more&line=inline--104&view=10.25,64.5,0,300&window=77,4,200,456");
  expect(readLink(`?${text}`)).toEqual(link);
  expect(readLink(linkText({ survey: "line" }))).toEqual({ survey: "line" });
});

it("leaves out what it cannot read", () => {
  expect(readLink("")).toBeUndefined();
  expect(readLink("?line=inline-3")).toBeUndefined();
  expect(readLink("?survey=a&line=diagonal-3&view=5,1,0,9&window=1,2,x,4")).toEqual({ survey: "a" });
  expect(readLink("?survey=a&view=1,2,3")).toEqual({ survey: "a" });
});
