import { InputError } from "../errors.ts";
import {
  chooseTraces,
  tracesInRanges,
  defaultCell,
  defaultSeed,
  type Range,
  type Sampling,
} from "../sampling/contract.ts";
import {
  copyTraces,
  sampleFormats,
  shapeOfCopy,
  visitTraces,
  type ByteSink,
  type SampleFormatCode,
  type SegyFile,
  type SegyLayout,
  type TraceCopy,
} from "../segy/contract.ts";
import type { StepPorts } from "./context.ts";
import type { PartRequest, PartSummary } from "./part-request.ts";
import { imputationCsv, planImputation, TraceConditions, type ImputationPlan } from "./plan-imputation.ts";
import { wholeNumberScale, WholeNumberEvidence } from "./whole-number-scale.ts";

/** Samples from one time or depth to another, both ends included. @throws InputError `window-empty` */
function samplesIn(layout: SegyLayout, [from, to]: Range): NonNullable<TraceCopy["window"]> {
  const step = layout.intervalMicroseconds / 1000;
  // What double arithmetic adds to a whole number is no part of a sample.
  const tiny = 1e-6;
  const first = Math.max(0, Math.ceil((from - layout.delayMs) / step - tiny));
  const last = Math.min(layout.samplesPerTrace - 1, Math.floor((to - layout.delayMs) / step + tiny));
  if (!(first <= last))
    throw new InputError("window-empty", `no sample lies between ${from} and ${to}`, {
      place: { file: layout.file },
      advice: `Samples go from ${layout.delayMs} to ${layout.delayMs + (layout.samplesPerTrace - 1) * step}.`,
    });
  return { firstSample: first, samples: last - first + 1 };
}

/** With the defaults that it was done with. */
const saidInFull = (sampling: Sampling): Sampling =>
  sampling.method === "every"
    ? sampling
    : {
        ...sampling,
        ...(sampling.method === "stratified" ? { cell: sampling.cell ?? defaultCell } : {}),
        seed: sampling.seed ?? defaultSeed,
      };

function methodInWords({ method, every, cell, seed }: Sampling): string {
  if (method === "every") return `EVERY ${every ?? 1}`;
  return `${method.toUpperCase()}${cell === undefined ? "" : ` CELL ${cell}`} SEED ${seed ?? defaultSeed}`;
}

/** Lines of at most 76 characters for the textual header: what was done, so that whoever has the file alone knows. */
function provenanceOf(
  codeVersion: string,
  sha256: string,
  { sampling, traces, of }: { readonly sampling?: Sampling; readonly traces: number; readonly of: number },
  { bits, isReversed }: { readonly bits: number; readonly isReversed: boolean },
  plan?: ImputationPlan,
): string[] {
  const method = sampling ? ` ${methodInWords(sampling)}` : "";
  // The build behind the version's "+" would take the room of what matters more.
  const version = codeVersion.replace(/\+.*/, "");
  const lines = [
    `GEOPHONE ${version} ${traces}/${of} TRACES${method} OF ${sha256.slice(0, 12).toUpperCase()}`,
  ];
  if (isReversed) lines.push("GEOPHONE SAMPLES TIMES -1");
  if (bits !== 0) lines.push(`GEOPHONE SAMPLES TIMES 2**${bits}, SEE TRACE WEIGHTING FACTOR, BYTES 169-170`);
  if (plan) {
    const { inline, crossline, coordinates, deadTraces, brokenTraces, markByte } = plan.summary;
    const where = markByte === undefined ? "" : `, MARKED AT ${markByte}`;
    lines.push(
      `GEOPHONE IMPUTED K2: ${inline} IL ${crossline} XL ${coordinates} XY ${deadTraces + brokenTraces} TRACES${where}`,
    );
  }
  return lines;
}

/** Whether rounding could change anything: then the samples are looked at before they are written. */
function needsScale(layout: SegyLayout, to: SampleFormatCode, scale: PartRequest["scale"]): boolean {
  return scale !== "none" && to !== layout.format.code && wholeNumberScale(to) !== undefined;
}

/** A part that has been written. */
export interface WrittenPart {
  readonly summary: PartSummary;
  /** What was imputed, as CSV, row by row; absent where that was not asked for. */
  readonly imputed?: Iterable<string>;
}

/**
 * Writes a part of a survey as a SEG-Y: a sample of its traces, lines cut out, a window of its samples, in another format, with
 * gaps filled, or all of it. Headers are read once; samples once, and once before where they must be known (imputation, whole
 * numbers).
 * @param sha256 of the source, for the provenance
 * @throws InputError of sampling, ranges and writing
 */
export async function writePart(
  ports: Pick<StepPorts, "codeVersion" | "onProgress" | "signal" | "yieldControl">,
  segy: SegyFile,
  request: PartRequest,
  sha256: string,
  sink: ByteSink,
): Promise<WrittenPart> {
  const { layout } = segy;
  const { signal } = ports;
  const report = (step: string, done: number, total: number): void =>
    ports.onProgress?.({ step, detail: layout.file, done, total });
  const window = request.window && samplesIn(layout, request.window);
  const columns = await segy.scanHeaders((done) => {
    report("headers", done, layout.traces);
  }, signal);
  const inRanges = tracesInRanges(columns, request.ranges ?? {});
  const sampling = request.sampling && saidInFull(request.sampling);
  const chosen = sampling ? chooseTraces(columns, inRanges, sampling) : inRanges;
  const asked = {
    ...(window ? { window } : {}),
    ...(request.formatCode === undefined ? {} : { formatCode: request.formatCode }),
    ...(request.byteOrder === undefined ? {} : { byteOrder: request.byteOrder }),
    ...(request.revision === undefined ? {} : { revision: request.revision }),
  };
  const shape = shapeOfCopy(segy, asked);

  const conditions = new TraceConditions();
  const whole = new WholeNumberEvidence(window);
  const scaled = needsScale(layout, shape.formatCode, request.scale);
  if (request.impute || scaled)
    await visitTraces(
      segy,
      chosen,
      (trace) => {
        if (request.impute) conditions.see(trace);
        if (scaled) whole.see(trace.samples);
      },
      async (done) => {
        report("look", done, chosen.length);
        await ports.yieldControl?.();
      },
      signal,
    );
  const plan = request.impute
    ? await planImputation(segy, columns, chosen, conditions, shape.revision < 2, signal)
    : undefined;
  const bits = scaled ? whole.bitsFor(shape.formatCode) : 0;
  const traces = chosen.length;
  const written = await copyTraces(
    segy,
    {
      ...asked,
      traces: chosen,
      scaleBits: bits,
      provenance: provenanceOf(
        ports.codeVersion,
        sha256,
        { ...(sampling ? { sampling } : {}), traces, of: layout.traces },
        { bits, isReversed: layout.reversed ?? false },
        plan,
      ),
      ...(plan ? { amendHeader: plan.amendHeader, amendSamples: plan.amendSamples } : {}),
    },
    sink,
    {
      onProgress: (done) => {
        report("write", done, traces);
      },
      signal,
      yieldControl: ports.yieldControl,
    },
  );
  return {
    summary: {
      source: { file: layout.file, sha256, traces: layout.traces },
      ...(sampling ? { sampling } : {}),
      tracesInRanges: inRanges.length,
      traces,
      samplesPerTrace: written.samplesPerTrace,
      intervalMicroseconds: layout.intervalMicroseconds,
      delayMs: written.delayMs,
      format: formatOf(written.formatCode),
      byteOrder: written.byteOrder,
      revision: written.revision,
      ...(scaled ? { scale: { bits, error: whole.errorWith(bits) } } : {}),
      ...(plan ? { imputed: plan.summary } : {}),
    },
    ...(plan ? { imputed: imputationCsv(plan, chosen, columns) } : {}),
  };
}

function formatOf(code: SampleFormatCode): PartSummary["format"] {
  return { code, name: sampleFormats.find((format) => format.code === code)!.name };
}
