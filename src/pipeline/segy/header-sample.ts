import type { FieldColumn, HeaderField, HeaderFieldKind, SegyFile } from "./contract.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** Stretches of neighbouring traces that are looked at: lines show in neighbours, the survey in what lies far apart. */
const stretches = 4;
const stretchTraces = 1000;

/** Trace headers of a part of a file, by which it is judged where its numbers are. */
export interface HeaderSample {
  readonly count: number;
  /** First traces of stretches: no neighbour before them. */
  readonly starts: ReadonlySet<number>;
  /** Coordinates as the file is read now, scaled. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 4-byte signed words at a one-based byte. */
  word(byte: number): Int32Array;
  /** 2-byte signed numbers at an odd one-based byte. */
  half(byte: number): Int32Array;
}

const fieldAt = (byte: number, kind: HeaderFieldKind, bytes: number): HeaderField => ({
  name: `${kind} at ${byte}`,
  byte,
  bytes,
  kind,
  about: "",
});
const lastWord = traceHeaderBytes - 3;
const words = Array.from({ length: lastWord }, (_, i) => fieldAt(i + 1, "int32", 4));
const halves = Array.from({ length: traceHeaderBytes / 2 }, (_, i) => fieldAt(2 * i + 1, "int16", 2));
const fields = [...words, ...halves];

/** All trace headers of a small file, else four stretches spread over it. */
export async function takeHeaderSample(segy: SegyFile, signal?: AbortSignal): Promise<HeaderSample> {
  const { traces } = segy.layout;
  const isWhole = traces <= stretches * stretchTraces;
  const pieces = isWhole
    ? [{ first: 0, count: traces }]
    : Array.from({ length: stretches }, (_, i) => ({
        first: Math.floor((i * (traces - stretchTraces)) / (stretches - 1)),
        count: stretchTraces,
      }));
  const count = pieces.reduce((sum, piece) => sum + piece.count, 0);
  const columns = fields.map(() => new Int32Array(count));
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  const starts = new Set<number>();
  let at = 0;
  for (const piece of pieces) {
    starts.add(at);
    const read = await segy.readFieldColumns(piece.first, piece.count, fields, signal);
    read.forEach((column: FieldColumn, i) => {
      columns[i]!.set(column, at);
    });
    const { cdpX, cdpY } = await segy.readHeaders(piece.first, piece.count, signal);
    x.set(cdpX, at);
    y.set(cdpY, at);
    at += piece.count;
  }
  return {
    count,
    starts,
    x,
    y,
    word: (byte) => columns[byte - 1]!,
    half: (byte) => columns[lastWord + (byte - 1) / 2]!,
  };
}
