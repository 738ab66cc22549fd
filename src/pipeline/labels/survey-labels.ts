import { timeToleranceMs } from "./interval-builder.ts";
import type { LabelledTraces } from "./labelled-traces.ts";
import { UNLABELLED } from "./unlabelled.ts";

interface Intervals {
  readonly startMs: Float32Array;
  readonly endMs: Float32Array;
  readonly classIndex: Int32Array;
}

/** Labels as they apply to one survey file; made by `LabelIndex.forSurvey`. Ask trace by trace: the last trace is kept. */
export class SurveyLabels {
  readonly #traces: LabelledTraces;
  readonly #intervals: Intervals;
  readonly #sources: readonly number[];
  readonly #counts: Float64Array;
  #inline = NaN;
  #crossline = NaN;
  /** Entries that label the current trace, in the order in which they are asked. */
  #entries: number[] = [];

  /** @param sources label files in the order in which they are asked */
  constructor(traces: LabelledTraces, intervals: Intervals, sources: readonly number[], classes: number) {
    this.#traces = traces;
    this.#intervals = intervals;
    this.#sources = sources;
    this.#counts = new Float64Array(classes);
  }

  #moveTo(inline: number, crossline: number): void {
    if (inline === this.#inline && crossline === this.#crossline) return;
    this.#inline = inline;
    this.#crossline = crossline;
    this.#entries = [];
    for (const source of this.#sources) {
      const entry = this.#traces.find(source, inline, crossline);
      if (entry >= 0) this.#entries.push(entry);
    }
  }

  /** The class of the sample at `timeMs`; −1 where no file labels it. */
  classAt(inline: number, crossline: number, timeMs: number): number {
    this.#moveTo(inline, crossline);
    const time = timeMs + timeToleranceMs;
    const { startMs, endMs, classIndex } = this.#intervals;
    const { firstInterval } = this.#traces;
    for (const entry of this.#entries)
      for (let i = firstInterval[entry]!; i < firstInterval[entry + 1]!; i++)
        if (startMs[i]! <= time && time < endMs[i]!) return classIndex[i]!;
    return UNLABELLED;
  }

  /**
   * The class that covers most of the labelled samples among `samples` from `startMs` on, the lowest index of equals;
   * −1 where none is labelled.
   */
  mostCovered(
    inline: number,
    crossline: number,
    startMs: number,
    intervalMs: number,
    samples: number,
  ): number {
    const counts = this.classCounts(inline, crossline, startMs, intervalMs, samples);
    let best = UNLABELLED;
    let most = 0;
    for (let c = 0; c < counts.length; c++)
      if (counts[c]! > most) {
        most = counts[c]!;
        best = c;
      }
    return best;
  }

  /** How many of `samples` from `startMs` on are of each class, `[classes]`; holds until the next question. */
  classCounts(
    inline: number,
    crossline: number,
    startMs: number,
    intervalMs: number,
    samples: number,
  ): Float64Array {
    this.#moveTo(inline, crossline);
    this.#counts.fill(0);
    if (this.#entries.length === 1) this.#countEntry(this.#entries[0]!, startMs, intervalMs, samples);
    else if (this.#entries.length > 1)
      for (let i = 0; i < samples; i++) {
        const own = this.classAt(inline, crossline, startMs + i * intervalMs);
        if (own !== UNLABELLED) this.#counts[own]!++;
      }
    return this.#counts;
  }

  /** Samples in each interval by arithmetic: what asking sample by sample would count. */
  #countEntry(entry: number, startMs: number, intervalMs: number, samples: number): void {
    const { startMs: from, endMs: to, classIndex } = this.#intervals;
    const { firstInterval } = this.#traces;
    const firstSampleAt = (timeMs: number): number =>
      Math.min(samples, Math.max(0, Math.ceil((timeMs - timeToleranceMs - startMs) / intervalMs)));
    for (let i = firstInterval[entry]!; i < firstInterval[entry + 1]!; i++)
      this.#counts[classIndex[i]!]! += firstSampleAt(to[i]!) - firstSampleAt(from[i]!);
  }
}
