import { float32Matrix } from "../../quantities/matrix.ts";
import { InputError } from "../errors.ts";
import {
  addProvenanceLine,
  measurementSystemOf,
  SegyWriter,
  stateVerticalUnit,
  type ByteSink,
  type SegyFile,
} from "../segy/contract.ts";
import type { PredictionFileHead, PredictionWriter } from "./contract.ts";
import { nearestWindows } from "./nearest-window.ts";

const blockBytes = 8 << 20;
const traceHeaderBytes = 240;
/** In samples whose window was not scored, and in traces that were left out. */
const noClass = -1;
/** Class numbers are int8, the format that label volumes come in. */
const largestClass = 127;

/**
 * Writes predictions as a SEG-Y of class numbers (int8, revision 1) with the source's traces: each sample takes the class of
 * the nearest window centre, the earlier of two as near; −1 where that window was not scored. The source's textual header and
 * trace headers are kept; its last blank line, or a further textual header, gets the provenance.
 * @param segy the file that the predictions are of; their blocks come in its order
 * @param provenance one line; what is beyond 76 characters is cut
 * @throws InputError `too-many-classes` for more than int8 can number, before anything is written
 */
export async function openPredictionsSegy(
  sink: ByteSink,
  { classes }: Pick<PredictionFileHead, "classes">,
  segy: SegyFile,
  provenance: string,
  signal?: AbortSignal,
): Promise<PredictionWriter> {
  const { layout } = segy;
  const { samplesPerTrace, traces, intervalMicroseconds } = layout;
  const numberOf = classNumbers(classes);
  if (Math.max(...numberOf) > largestClass)
    throw new InputError(
      "too-many-classes",
      `a SEG-Y of class numbers holds numbers up to ${largestClass}, the model's classes go up to ${Math.max(...numberOf)}`,
      { advice: "Write CSV or Parquet instead." },
    );
  const text = stateVerticalUnit(await segy.readTextBytes(), layout.text.encoding, segy);
  const writer = new SegyWriter(sink, {
    format: 8,
    samplesPerTrace,
    intervalMicroseconds,
    delayMs: layout.delayMs,
    measurementSystem: measurementSystemOf(layout),
    text: { bytes: addProvenanceLine(text, layout.text.encoding, provenance) },
  });
  await writer.begin();

  const tracesPerBlock = Math.max(1, Math.floor(blockBytes / (4 * samplesPerTrace)));
  /** The first trace that is not written yet. */
  let written = 0;
  /** Writes the traces before `end`: their classes where `block` has them. */
  const writeUntil = async (end: number, block?: ClassesOfTraces): Promise<void> => {
    let row = 0;
    while (written < end) {
      signal?.throwIfAborted();
      const count = Math.min(tracesPerBlock, end - written);
      const samples = float32Matrix(count, samplesPerTrace);
      for (let i = 0; i < count; i++) {
        const to = i * samplesPerTrace;
        if (block?.traceIndex[row] !== written + i) {
          samples.data.fill(noClass, to, to + samplesPerTrace);
          continue;
        }
        for (let sample = 0; sample < samplesPerTrace; sample++)
          samples.data[to + sample] = numberOf[block.classIndex[row + block.nearest[sample]!]!] ?? noClass;
        row += block.windows;
      }
      const headers = await segy.readHeaderBytes(written, count, signal);
      if (segy.reading.delayMs !== undefined) setDelay(headers, segy.reading.delayMs);
      await writer.appendTracesWithHeaders(headers, samples);
      written += count;
    }
  };
  return {
    append: async (block) => {
      if (block.rows === 0) return;
      const windows = windowsPerTrace(block.traceIndex);
      const lengthSamples = Math.round(((block.endMs[0]! - block.startMs[0]!) * 1000) / intervalMicroseconds);
      const nearest = nearestWindows(block.startSample.subarray(0, windows), lengthSamples, samplesPerTrace);
      const { traceIndex, classIndex } = block;
      await writeUntil(traceIndex[block.rows - 1]! + 1, { traceIndex, classIndex, windows, nearest });
    },
    finish: () => writeUntil(traces),
  };
}

interface ClassesOfTraces {
  readonly traceIndex: Int32Array;
  readonly classIndex: Int32Array;
  /** Of each trace. */
  readonly windows: number;
  /** The window that tells the class of each sample. */
  readonly nearest: Int32Array;
}

/** The number that stands for each class: its own where the classes are numbers (of a label volume), else its place. */
export function classNumbers(classes: readonly string[]): number[] {
  const isNumbered = classes.every((name) => /^\d{1,9}$/.test(name));
  return classes.map((name, place) => (isNumbered ? Number(name) : place));
}

/** Every trace has the same windows, so those of the first tell. */
function windowsPerTrace(traceIndex: Int32Array): number {
  let windows = 0;
  while (windows < traceIndex.length && traceIndex[windows] === traceIndex[0]) windows++;
  return windows;
}

/** A delay that a person corrected must not be wrong again in what we write: whole ms, so under the time scalar 1. */
function setDelay(headers: Uint8Array, delayMs: number): void {
  const view = new DataView(headers.buffer, headers.byteOffset, headers.byteLength);
  for (let at = 0; at < headers.length; at += traceHeaderBytes) {
    view.setInt16(at + 108, delayMs);
    view.setInt16(at + 214, 1);
  }
}
