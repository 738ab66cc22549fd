import { expect, it } from "vitest";
import type { FieldSummary } from "../../services/headers-contract.ts";
import { orderFields, type Sorting } from "./field-order.ts";

const summary = (name: string, byte: number, min: number, max = min): FieldSummary => ({
  field: { name, byte, bytes: 4, kind: "int32", about: `about ${name}` },
  ...{ min, max, first: min, last: max, zeros: 0, nonFinite: 0, isConstant: min === max },
  distinct: { count: max - min + 1, isExact: true },
  along: { tracesPerStep: 1, min: new Float64Array(), max: new Float64Array() },
  histogram: { from: 0, width: 1, counts: new Float64Array() },
});
const all = [summary("B", 1, 3, 9), summary("offset", 37, 0), summary("A", 5, NaN), summary("C", 9, -2, 4)];
const names = (search: string, withZeros: boolean, sorting: Sorting): string =>
  orderFields(all, { search, withZeros, sorting })
    .map(({ field }) => field.name)
    .join(" ");

it("shows the fields that are looked for in the order asked for, what has no number last", () => {
  expect(names("", false, { by: "byte", isDown: false })).toBe("B A C");
  expect(names("", true, { by: "name", isDown: true })).toBe("offset C B A");
  expect(names("", true, { by: "min", isDown: false })).toBe("C offset B A");
  expect(names("", true, { by: "min", isDown: true })).toBe("B offset C A");
  expect(names("ABOUT off", true, { by: "byte", isDown: false })).toBe("offset");
  expect(names("40", true, { by: "byte", isDown: false })).toBe("offset");
  expect(names("off", false, { by: "byte", isDown: false })).toBe("");
});
