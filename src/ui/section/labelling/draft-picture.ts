import type { LabelIntervals } from "../../../pipeline/labels/contract.ts";
import type { LegendEntry, SectionView } from "../../../services/section-contract.ts";

export interface DraftPixels {
  /** RGBA, row by row; a row is `rowStride` samples. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly legend: readonly LegendEntry[];
  /** Share of the pixels that have a class. */
  readonly covered: number;
}

type Place = Pick<SectionView, "inline" | "crossline" | "traces" | "delayMs" | "intervalMs">;

/** One number for a position; line numbers are 32-bit. */
const keyOf = (inline: number, crossline: number): number => inline * 2 ** 32 + crossline;

/** First sample at or after a time, as close as a float's rounding allows. */
const sampleFrom = (timeMs: number, { delayMs, intervalMs }: Place): number =>
  Math.ceil((timeMs - delayMs) / intervalMs - 1e-3);

/**
 * Labels of a section as a picture: a sample has the class of the interval that holds its time, ends excluded.
 * @param height rows, each of `rowStride` samples
 * @param classes name and `#rrggbb` of each class
 */
export function paintDraft(
  intervals: LabelIntervals,
  section: Place,
  { height, rowStride }: { readonly height: number; readonly rowStride: number },
  classes: readonly { readonly name: string; readonly colour: string }[],
): DraftPixels {
  const { traces } = section;
  const words = new Uint32Array(traces * height);
  const columns = new Map<number, number[]>();
  for (let column = 0; column < traces; column++) {
    const key = keyOf(section.inline[column]!, section.crossline[column]!);
    const there = columns.get(key);
    if (there) there.push(column);
    else columns.set(key, [column]);
  }
  // Canvas pixels are bytes in the order red, green, blue, alpha: little-endian words hold them from the low end.
  const wordOf = classes.map(({ colour }) => {
    const rgb = Number.parseInt(colour.slice(1), 16);
    return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
  });
  const counts = new Float64Array(classes.length);
  for (let i = 0; i < intervals.inline.length; i++) {
    const at = columns.get(keyOf(intervals.inline[i]!, intervals.crossline[i]!));
    if (!at) continue;
    const first = Math.max(0, Math.ceil(sampleFrom(intervals.startMs[i]!, section) / rowStride));
    const end = Math.min(height, Math.ceil(sampleFrom(intervals.endMs[i]!, section) / rowStride));
    if (end <= first) continue;
    const index = intervals.classIndex[i]!;
    const word = wordOf[index]!;
    for (const column of at)
      for (let row = first, pixel = first * traces + column; row < end; row++, pixel += traces)
        words[pixel] = word;
    counts[index]! += (end - first) * at.length;
  }
  const total = Math.max(1, words.length);
  return {
    data: new Uint8ClampedArray(words.buffer),
    legend: classes.map(({ name, colour }, index) => ({ name, colour, share: counts[index]! / total })),
    covered: counts.reduce((sum, each) => sum + each, 0) / total,
  };
}
