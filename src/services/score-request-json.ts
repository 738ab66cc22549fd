import type { Float32Matrix } from "../quantities/matrix.ts";

/** The shortest decimal number that is the same float32 again. */
export function shortestFloat32(value: number): string {
  for (const digits of [6, 7, 8]) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

const shownTraces = 1;
const shownSamples = 4;

/**
 * A body of `POST /predict`.
 * @param startMs of each row; undefined where the model needs no time
 * @param short a few numbers and "…" for the rest: no JSON any more, but what a person wants to see of it
 */
export function scoreRequestJson(
  { rows, columns, data }: Float32Matrix,
  startMs: Float64Array | undefined,
  { short = false } = {},
): string {
  const list = (parts: readonly string[], more: boolean): string =>
    `[${parts.join(",")}${more ? ", …" : ""}]`;
  const shownRows = short ? Math.min(rows, shownTraces) : rows;
  const shownColumns = short ? Math.min(columns, shownSamples) : columns;
  const traces = Array.from({ length: shownRows }, (_, row) =>
    list(
      Array.from(data.subarray(row * columns, row * columns + shownColumns), shortestFloat32),
      shownColumns < columns,
    ),
  );
  const starts = startMs && Array.from(startMs.subarray(0, shownRows), String);
  const metadata = starts ? `,"metadata":{"start_ms":${list(starts, shownRows < rows)}}` : "";
  return `{"traces":${list(traces, shownRows < rows)}${metadata}}`;
}
