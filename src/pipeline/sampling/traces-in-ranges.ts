import { InputError } from "../errors.ts";
import type { Range, TracePlaces, TraceRanges } from "./contract.ts";

/** The traces that lie in all ranges given, ascending. @throws InputError `range-invalid`, `range-empty` */
export function tracesInRanges(places: TracePlaces, ranges: TraceRanges): Int32Array {
  const bounds: (readonly [Int32Array, Range])[] = [];
  for (const [values, range, what] of [
    [places.inline, ranges.inlines, "inlines"],
    [places.crossline, ranges.crosslines, "crosslines"],
    [places.cdp, ranges.cdps, "CDPs"],
  ] as const) {
    if (!range) continue;
    if (!(range[0] <= range[1]))
      throw new InputError("range-invalid", `${what} from ${range[0]} to ${range[1]} are none`, {
        advice: "Give the lower end first.",
      });
    bounds.push([values, range]);
  }
  const found = new Int32Array(places.count);
  let length = 0;
  for (let trace = 0; trace < places.count; trace++) {
    let isIn = true;
    for (const [values, [least, most]] of bounds) {
      const value = values[trace]!;
      if (value < least || value > most) isIn = false;
    }
    if (isIn) found[length++] = trace;
  }
  if (length === 0)
    throw new InputError("range-empty", "no trace lies in the ranges given", {
      advice: "geophone inspect tells which lines the file has.",
    });
  return found.slice(0, length);
}
