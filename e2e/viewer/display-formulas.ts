/** A line as its file holds it, `[traces, samples]`. */
export interface RecordedLine {
  readonly traces: number;
  readonly samples: number;
  readonly data: Float32Array;
  readonly intervalMs: number;
}

export interface Chain {
  readonly gainDb?: number;
  readonly isReversed?: boolean;
  readonly tPower?: number;
  readonly agcMs?: number;
}

/** Displayed amplitudes by the formulas of src/pipeline/display/README.md, worked out one by one; the line has no mutes. */
export function displayedBy(
  line: RecordedLine,
  { gainDb = 0, isReversed, tPower = 0, agcMs }: Chain,
): number[] {
  const { samples, intervalMs } = line;
  const timed = Array.from(line.data, (value, at) => {
    const seconds = ((at % samples) * intervalMs) / 1000;
    return tPower === 0 ? value : value * seconds ** tPower;
  });
  const half = agcMs === undefined ? 0 : Math.max(1, Math.round(agcMs / intervalMs / 2));
  const factor = (isReversed ? -1 : 1) * 10 ** (gainDb / 20);
  return timed.map((value, at) => {
    if (agcMs === undefined) return factor * value;
    const sample = at % samples;
    const start = at - sample;
    let sum = 0;
    let count = 0;
    for (let k = Math.max(0, sample - half); k <= Math.min(samples - 1, sample + half); k++) {
      sum += timed[start + k]! ** 2;
      count++;
    }
    return sum === 0 ? 0 : (factor * value) / Math.sqrt(sum / count);
  });
}

/** Nearest-rank percentile of the sizes before the constant gain. */
export function clipBy(line: RecordedLine, chain: Chain, percent: number): number {
  const sizes = displayedBy(line, { ...chain, gainDb: 0 })
    .map(Math.abs)
    .sort((a, b) => a - b);
  return sizes[Math.min(sizes.length - 1, Math.floor((percent / 100) * sizes.length))]!;
}

/** Grey of an amplitude between −clip and clip. */
export const greyOf = (amplitude: number, clip: number): number =>
  127.5 * (1 + Math.max(-1, Math.min(1, amplitude / clip)));
