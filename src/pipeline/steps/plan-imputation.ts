import {
  conditionOf,
  defaultNeighbours,
  imputeHeaders,
  placesForFilling,
  TraceFiller,
  type FilledTrace,
  type ImputedValue,
} from "../imputation/contract.ts";
import { putPosition, type SegyFile, type TraceCopy, type TraceHeaderColumns } from "../segy/contract.ts";
import type { ImputationSummary } from "./part-request.ts";

/** Bits of the mark that imputed traces bear. */
const bits = { inline: 1, crossline: 2, cdp_x: 4, cdp_y: 4, samples: 8 } as const;
/** One-based: bytes 233–236, unassigned in revisions 0 and 1. */
const markByte = 233;

/** What will be made up, of which traces and from what: known before anything is written. */
export interface ImputationPlan {
  readonly headers: ReadonlyMap<number, readonly ImputedValue[]>;
  readonly samples: ReadonlyMap<number, FilledTrace>;
  readonly summary: ImputationSummary;
  readonly amendHeader: NonNullable<TraceCopy["amendHeader"]>;
  readonly amendSamples: NonNullable<TraceCopy["amendSamples"]>;
}

/** What was seen of a wanted trace. */
export class TraceConditions {
  readonly unhealthy = new Map<number, "dead" | "broken">();
  private readonly alive: number[] = [];
  /** No wanted trace has anything in the bytes that would be marked. */
  isMarkFree = true;

  see(trace: {
    readonly index: number;
    readonly samples: Float64Array;
    readonly unassigned: Uint8Array;
  }): void {
    const condition = conditionOf(trace.samples);
    if (condition === "alive") this.alive.push(trace.index);
    else this.unhealthy.set(trace.index, condition);
    if (trace.unassigned.some((byte) => byte !== 0)) this.isMarkFree = false;
  }

  tell(filler: TraceFiller): void {
    for (const trace of this.alive) filler.know(trace, true);
    for (const trace of this.unhealthy.keys()) filler.know(trace, false);
  }
}

/**
 * Plans what is imputed.
 * @param canMark whether bytes 233–236 are free in the revision that is written
 */
export async function planImputation(
  segy: SegyFile,
  columns: TraceHeaderColumns,
  chosen: Int32Array,
  conditions: TraceConditions,
  canMark: boolean,
  signal?: AbortSignal,
): Promise<ImputationPlan> {
  const values = imputeHeaders(columns, chosen, defaultNeighbours);
  const headers = new Map<number, ImputedValue[]>();
  for (const value of values) {
    const own = headers.get(value.trace);
    if (own) own.push(value);
    else headers.set(value.trace, [value]);
  }
  const filler = new TraceFiller(
    placesForFilling(columns, values),
    async (trace) => Float64Array.from((await segy.readSamples(trace, 1, signal)).data),
    defaultNeighbours,
  );
  conditions.tell(filler);
  const samples = new Map<number, FilledTrace>();
  for (const [trace, condition] of conditions.unhealthy) {
    signal?.throwIfAborted();
    const plan = await filler.plan(trace, condition);
    if (plan) samples.set(trace, plan);
  }
  const countOf = (header: ImputedValue["header"]): number =>
    values.filter((value) => value.header === header).length;
  const filled = [...samples.values()];
  const isMarked = canMark && conditions.isMarkFree;
  return {
    headers,
    samples,
    summary: {
      neighbours: defaultNeighbours,
      inline: countOf("inline"),
      crossline: countOf("crossline"),
      coordinates: countOf("cdp_x"),
      deadTraces: filled.filter(({ condition }) => condition === "dead").length,
      brokenTraces: filled.filter(({ condition }) => condition === "broken").length,
      left: conditions.unhealthy.size - samples.size,
      ...(isMarked ? { markByte } : {}),
    },
    amendHeader: (trace, header) => {
      const own = headers.get(trace) ?? [];
      const value = (name: ImputedValue["header"]): number | undefined =>
        own.find(({ header: its }) => its === name)?.value;
      const [x, y] = [value("cdp_x"), value("cdp_y")];
      putPosition(segy, header, {
        inline: value("inline"),
        crossline: value("crossline"),
        ...(x !== undefined && y !== undefined ? { coordinates: { x, y } } : {}),
      });
      if (!isMarked) return;
      let mark = samples.has(trace) ? bits.samples : 0;
      for (const { header: name } of own) mark |= bits[name];
      if (mark !== 0) header.setInt32(markByte - 1, mark);
    },
    amendSamples: (trace, own) => {
      const plan = samples.get(trace);
      return plan && filler.fill(plan, own);
    },
  };
}

/** One row for each value that was made up. `trace` counts in the file that was written, the others in the source. */
export function* imputationCsv(
  plan: ImputationPlan,
  chosen: Int32Array,
  columns: TraceHeaderColumns,
): Generator<string> {
  yield "trace,source_trace,inline,crossline,field,value,neighbours,distances\n";
  for (let place = 0; place < chosen.length; place++) {
    const trace = chosen[place]!;
    const own = plan.headers.get(trace) ?? [];
    const lineOf = (header: "inline" | "crossline"): number =>
      own.find((value) => value.header === header)?.value ?? columns[header][trace]!;
    const start = `${place},${trace},${lineOf("inline")},${lineOf("crossline")}`;
    for (const { header, value, neighbours, distances } of own)
      yield `${start},${header},${value},${neighbours.join(";")},${distances?.join(";") ?? "by place in the file"}\n`;
    const filled = plan.samples.get(trace);
    if (filled)
      yield `${start},samples,${filled.condition},${filled.neighbours.join(";")},${filled.distances.join(";")}\n`;
  }
}
