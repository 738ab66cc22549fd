import type { Float32Matrix } from "../quantities/matrix.ts";
import { findMutes } from "../pipeline/quality/contract.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { SectionView } from "./section-contract.ts";
import { deadColumns } from "./section-read.ts";
import { amplitudePercentiles, withoutMutes } from "./section-percentiles.ts";
import type { SampleClasses, SamplePredictions } from "./section-overlays.ts";

type Fixed = Omit<
  SectionView,
  | "traces"
  | "samples"
  | "inline"
  | "crossline"
  | "cdpX"
  | "cdpY"
  | "amplitudePercentiles"
  | "deadTraces"
  | "mutedStart"
  | "mutedEnd"
>;

/** A section in memory. */
export interface HeldSection {
  readonly fixed: Fixed;
  /** Absent at a first look. */
  readonly record?: SurveyRecord;
  /** `[traces, samples]` */
  readonly samples: Float32Matrix;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Made when first asked for, dropped with the section. */
  readonly classes: Map<string, SampleClasses | SamplePredictions>;
  /** Of the samples, and of the classes that were made so far. */
  readonly bytes: number;
  /** Copies: what is handed out may be transferred away. */
  view(): SectionView;
}

/** Columns of positions by trace of the file. */
interface PositionColumns {
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
}

export function holdSection(
  fixed: Fixed,
  positions: PositionColumns,
  samples: Float32Matrix,
  record?: SurveyRecord,
): HeldSection {
  const { traceIndex } = fixed;
  const inline = traceIndex.map((trace) => positions.inline[trace]!);
  const crossline = traceIndex.map((trace) => positions.crossline[trace]!);
  const cdpX = Float64Array.from(traceIndex, (trace) => positions.cdpX[trace]!);
  const cdpY = Float64Array.from(traceIndex, (trace) => positions.cdpY[trace]!);
  const mutes = findMutes(samples);
  const percentiles = amplitudePercentiles(withoutMutes(samples, mutes));
  const dead = deadColumns(samples);
  const classes: HeldSection["classes"] = new Map();
  return {
    fixed,
    ...(record ? { record } : {}),
    samples,
    inline,
    crossline,
    classes,
    get bytes() {
      let bytes = samples.data.byteLength;
      for (const made of classes.values())
        bytes += made.index.byteLength + ("confidence" in made ? made.confidence.byteLength : 0);
      return bytes;
    },
    view: () => ({
      ...fixed,
      traces: samples.rows,
      samples: samples.columns,
      traceIndex: traceIndex.slice(),
      inline: inline.slice(),
      crossline: crossline.slice(),
      cdpX: cdpX.slice(),
      cdpY: cdpY.slice(),
      amplitudePercentiles: percentiles.slice(),
      deadTraces: dead.slice(),
      mutedStart: mutes.start.slice(),
      mutedEnd: mutes.end.slice(),
    }),
  };
}
