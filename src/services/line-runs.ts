import type { NumberRange, TraceHeaderColumns } from "../pipeline/segy/contract.ts";
import type { SectionLine } from "./section-contract.ts";

/** Numbers of one stretch: first trace, traces, inline and crossline of the first, and how both go on from trace to trace. */
const fields = 6;
const firstCapacity = 1024;

/** Traces of one line, in the order of the number that runs across. */
export interface LineTraces {
  /** The line there is, nearest to the one asked for. */
  readonly line: SectionLine;
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
}

/** How many steps from `start` make `number`; undefined where none of `count` does. */
function stepsTo(number: number, start: number, step: number, count: number): number | undefined {
  const steps = (number - start) / step;
  return Number.isInteger(steps) && steps >= 0 && steps < count ? steps : undefined;
}

/**
 * The line numbers of all traces as stretches of neighbours between which both numbers go on by the same steps. A sorted volume
 * has one stretch a line: ten million traces take kilobytes, and any line is found without looking at each trace. Where nothing
 * is sorted, a stretch is two traces or more.
 */
export class LineRuns {
  private runs = new Int32Array(firstCapacity * fields);
  private count = 0;
  /** Of the last trace that was taken. */
  private lastInline = 0;
  private lastCrossline = 0;
  private readonly range = {
    inline: { min: Infinity, max: -Infinity },
    crossline: { min: Infinity, max: -Infinity },
  };

  get bytes(): number {
    return this.runs.byteLength;
  }

  /** Takes the next traces of the file; `first` is the number of the first. */
  take({ inline, crossline, count }: TraceHeaderColumns, first: number): void {
    const { inline: inlines, crossline: crosslines } = this.range;
    for (let i = 0; i < count; i++) {
      const [a, b] = [inline[i]!, crossline[i]!];
      if (a < inlines.min) inlines.min = a;
      if (a > inlines.max) inlines.max = a;
      if (b < crosslines.min) crosslines.min = b;
      if (b > crosslines.max) crosslines.max = b;
      this.append(first + i, a, b);
      this.lastInline = a;
      this.lastCrossline = b;
    }
  }

  private append(trace: number, inline: number, crossline: number): void {
    const { runs } = this;
    const run = (this.count - 1) * fields;
    if (this.count > 0) {
      const [inlineStep, crosslineStep] = [inline - this.lastInline, crossline - this.lastCrossline];
      const fits = Math.abs(inlineStep) <= 0x7fffffff && Math.abs(crosslineStep) <= 0x7fffffff;
      if (runs[run + 1] === 1 && fits) {
        runs[run + 4] = inlineStep;
        runs[run + 5] = crosslineStep;
        runs[run + 1] = 2;
        return;
      }
      if (runs[run + 1]! > 1 && runs[run + 4] === inlineStep && runs[run + 5] === crosslineStep) {
        runs[run + 1]!++;
        return;
      }
    }
    this.add(trace, inline, crossline);
  }

  private add(trace: number, inline: number, crossline: number): void {
    if ((this.count + 1) * fields > this.runs.length) {
      const larger = new Int32Array(this.runs.length * 2);
      larger.set(this.runs);
      this.runs = larger;
    }
    this.runs.set([trace, 1, inline, crossline, 0, 0], this.count * fields);
    this.count++;
  }

  /** Least and greatest numbers so far; undefined before the first trace. */
  ranges():
    | { readonly inlines: Omit<NumberRange, "count">; readonly crosslines: Omit<NumberRange, "count"> }
    | undefined {
    if (this.count === 0) return undefined;
    return { inlines: { ...this.range.inline }, crosslines: { ...this.range.crossline } };
  }

  /** The line number nearest to one. */
  private nearest({ axis, number }: SectionLine): number | undefined {
    const { runs } = this;
    const at = axis === "inline" ? 2 : 3;
    let best: number | undefined;
    for (let run = 0; run < this.count * fields; run += fields) {
      const [start, step, traces] = [runs[run + at]!, runs[run + at + 2]!, runs[run + 1]!];
      const steps = step === 0 ? 0 : Math.max(0, Math.min(traces - 1, Math.round((number - start) / step)));
      const here = start + steps * step;
      if (best === undefined || Math.abs(here - number) < Math.abs(best - number)) best = here;
      if (best === number) break;
    }
    return best;
  }

  /** The traces of the line nearest to the one asked for; undefined where there is no trace. */
  tracesOf(asked: SectionLine): LineTraces | undefined {
    const number = this.nearest(asked);
    if (number === undefined) return undefined;
    const { runs } = this;
    const at = asked.axis === "inline" ? 2 : 3;
    const found: number[] = [];
    for (let run = 0; run < this.count * fields; run += fields) {
      const [first, traces, start, step] = [runs[run]!, runs[run + 1]!, runs[run + at]!, runs[run + at + 2]!];
      if (step !== 0) {
        const steps = stepsTo(number, start, step, traces);
        if (steps !== undefined) found.push(run, first + steps);
      } else if (start === number)
        for (let trace = first; trace < first + traces; trace++) found.push(run, trace);
    }
    const numberOf = (place: number, field: 2 | 3): number => {
      const [run, trace] = [found[place]!, found[place + 1]!];
      return runs[run + field]! + (trace - runs[run]!) * runs[run + field + 2]!;
    };
    const across = asked.axis === "inline" ? 3 : 2;
    const places = Int32Array.from({ length: found.length / 2 }, (_, i) => 2 * i);
    const order = Array.from(places).sort(
      (a, b) => numberOf(a, across) - numberOf(b, across) || found[a + 1]! - found[b + 1]!,
    );
    return {
      line: { axis: asked.axis, number },
      traceIndex: Int32Array.from(order, (place) => found[place + 1]!),
      inline: Int32Array.from(order, (place) => numberOf(place, 2)),
      crossline: Int32Array.from(order, (place) => numberOf(place, 3)),
    };
  }
}
