import { millisecondsFromSample } from "../../quantities/units.ts";
import { InputError } from "../errors.ts";
import type { SegyFile } from "../segy/contract.ts";
import { classNamesInText } from "./class-names-in-text.ts";
import type { ImportedLabels } from "./contract.ts";
import { IntervalBuilder } from "./interval-builder.ts";
import { largestClassNumber } from "./label-numbers.ts";

const blockBytes = 8 << 20;
/** How a label volume says that nothing is known of a sample. */
const noLabel = -1;

export interface LabelVolumeOptions {
  /**
   * Name of class number i at place i; numbers without a name keep their number. Absent: the textual header's words, where
   * Geophone wrote the volume.
   */
  readonly classNames?: readonly string[];
}

/**
 * Reads a label volume: a SEG-Y whose samples are class numbers, whole, 0 … 255; −1 marks a sample without a label. Each run
 * of one class in a trace becomes an interval from its first sample's time to the time after its last (exclusive), attached
 * by the trace's inline and crossline. Read in blocks of traces.
 * @param onProgress gets the number of traces done
 * @throws InputError `label-volume-not-classes` (trace and sample are in its message), `label-volume-conflict` where two
 * traces of one position are labelled differently, `labels-empty`
 */
export async function readLabelVolume(
  segy: SegyFile,
  onProgress?: (traces: number) => void,
  signal?: AbortSignal,
  options: LabelVolumeOptions = {},
): Promise<ImportedLabels> {
  const { layout } = segy;
  const { samplesPerTrace, traces, file } = layout;
  const timeOf = (sample: number): number =>
    millisecondsFromSample(sample, layout.intervalMicroseconds, layout.delayMs);
  const headers = await segy.scanHeaders(undefined, signal);
  const builder = new IntervalBuilder();
  const seen = new Uint8Array(largestClassNumber + 1);
  const tracesPerBlock = Math.max(1, Math.floor(blockBytes / (4 * samplesPerTrace)));

  for (let first = 0; first < traces; first += tracesPerBlock) {
    signal?.throwIfAborted();
    const count = Math.min(tracesPerBlock, traces - first);
    const { data } = await segy.readSamples(first, count, signal);
    for (let row = 0; row < count; row++) {
      const trace = first + row;
      const from = row * samplesPerTrace;
      for (let start = 0, end = 0; start < samplesPerTrace; start = end) {
        const value = data[from + start]!;
        if (!Number.isInteger(value) || value < noLabel || value > largestClassNumber)
          throw notClasses(file, trace, start, value);
        end = start + 1;
        while (end < samplesPerTrace && data[from + end] === value) end++;
        if (value === noLabel) continue;
        seen[value] = 1;
        builder.add(
          headers.inline[trace]!,
          headers.crossline[trace]!,
          timeOf(start),
          timeOf(end),
          value,
          trace,
        );
      }
    }
    onProgress?.(first + count);
  }

  if (builder.count === 0)
    throw new InputError("labels-empty", `${file} labels no sample`, {
      place: { file },
      advice: "A label volume holds class numbers from 0 on; −1 means no label.",
    });
  const intervals = builder.finish(({ inline, crossline, fromMs, first, second }) => {
    throw new InputError(
      "label-volume-conflict",
      `${file}: traces ${first.origin} and ${second.origin} are both at inline ${inline}, crossline ${crossline}, and are labelled ${first.classIndex} and ${second.classIndex} at ${fromMs} ms`,
      {
        place: { file, traceIndex: second.origin },
        advice: "Check where inline and crossline are in the trace headers; each position needs one trace.",
      },
    );
  });
  // From the volume's numbers to places among the classes that occur.
  const numbers = Array.from({ length: largestClassNumber + 1 }, (_, number) => number).filter(
    (number) => seen[number] === 1,
  );
  const told = classNamesInText(layout.text.lines);
  const names = (number: number): string | undefined =>
    options.classNames ? options.classNames[number] : told.get(number);
  const placeOf = new Int32Array(largestClassNumber + 1);
  numbers.forEach((number, place) => (placeOf[number] = place));
  return {
    fileName: file,
    kind: "volume",
    classes: numbers.map((number) => names(number) ?? String(number)),
    intervals: { ...intervals, classIndex: intervals.classIndex.map((number) => placeOf[number]!) },
  };
}

function notClasses(file: string, trace: number, sample: number, value: number): InputError {
  return new InputError(
    "label-volume-not-classes",
    `${file}: trace ${trace}, sample ${sample} is ${value}; a label volume holds class numbers, whole, 0 … ${largestClassNumber}`,
    {
      place: { file, traceIndex: trace },
      advice: "Give a SEG-Y of class numbers, not of amplitudes; −1 means no label.",
    },
  );
}
