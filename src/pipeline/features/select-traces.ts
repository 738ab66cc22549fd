import { InputError } from "../errors.ts";
import type { LineOrientation } from "../lines.ts";

/**
 * Traces 0, every, 2·every … of each line, ascending. In a volume the lines are its inlines, and a trace's position counts
 * the traces of its inline before it in the file, so inlines may be interleaved; otherwise the whole file is one line.
 * @throws InputError `every-invalid` when `every` is not a positive whole number
 */
export function selectTraces(
  headers: { readonly inline: Int32Array; readonly crossline: Int32Array; readonly count: number },
  orientation: LineOrientation,
  every: number,
): Int32Array {
  if (!Number.isInteger(every) || every < 1)
    throw new InputError("every-invalid", `every ${every}-th trace cannot be chosen`, {
      advice: "Give a whole number from 1 on; 1 takes all traces.",
    });
  const { count, inline } = headers;
  const chosen = new Int32Array(count);
  const seen = new Map<number, number>();
  let found = 0;
  for (let trace = 0; trace < count; trace++) {
    let position = trace;
    if (orientation === "volume") {
      position = seen.get(inline[trace]!) ?? 0;
      seen.set(inline[trace]!, position + 1);
    }
    if (position % every === 0) chosen[found++] = trace;
  }
  return chosen.slice(0, found);
}
