import type { TraceMutes } from "../pipeline/quality/contract.ts";
import type { Float32Matrix } from "../quantities/matrix.ts";
import type { SectionView } from "./section-contract.ts";

/** Percentiles are given at `firstPercent`, then in steps of `percentStep`, up to 100. */
const firstPercent = 90;
const percentStep = 0.5;
const count = (100 - firstPercent) / percentStep + 1;
/** Larger sections are judged by every n-th of their samples: sorting all of them would take longer than reading them. */
const mostSorted = 1 << 20;

/** Nearest-rank percentiles of the absolute finite amplitudes at 90, 90.5 … 100 %; zeros where there is none. */
export function amplitudePercentiles(samples: Float32Array): Float32Array {
  const every = Math.max(1, Math.ceil(samples.length / mostSorted));
  const sizes = new Float32Array(Math.ceil(samples.length / every));
  let kept = 0;
  let largest = 0;
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(samples[i]!);
    if (!Number.isFinite(size)) continue;
    if (size > largest) largest = size;
    if (i % every === 0) sizes[kept++] = size;
  }
  const sorted = sizes.subarray(0, kept).sort();
  return Float32Array.from({ length: count }, (_, step) => {
    const percent = firstPercent + step * percentStep;
    if (percent === 100 || kept === 0) return largest;
    return sorted[Math.min(kept - 1, Math.floor((percent / 100) * kept))]!;
  });
}

/** All samples but those that are muted, trace after trace. */
export function withoutMutes(
  { rows, columns, data }: Float32Matrix,
  { start, end }: TraceMutes,
): Float32Array {
  let muted = 0;
  for (let row = 0; row < rows; row++) muted += start[row]! + end[row]!;
  if (muted === 0) return data;
  const live = new Float32Array(data.length - muted);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns + start[row]!, (row + 1) * columns - end[row]!);
    live.set(own, to);
    to += own.length;
  }
  return live;
}

/** What a section is clipped at where nobody has chosen, per cent. */
export const usualClipPercent = 98;

/** Amplitude of the full colour at a percentile; 1 where no section is open. */
export const clipAt = (
  section: Pick<SectionView, "amplitudePercentiles"> | undefined,
  percent = usualClipPercent,
): number => section?.amplitudePercentiles[Math.round((percent - firstPercent) / percentStep)] ?? 1;
