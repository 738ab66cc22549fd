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

/** Columns of positions. */
export interface PositionColumns {
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
}

/** Positions of the traces of a section, out of those of the file. */
export function pickPositions(ofFile: PositionColumns, traceIndex: Int32Array): PositionColumns {
  return {
    inline: traceIndex.map((trace) => ofFile.inline[trace]!),
    crossline: traceIndex.map((trace) => ofFile.crossline[trace]!),
    cdpX: Float64Array.from(traceIndex, (trace) => ofFile.cdpX[trace]!),
    cdpY: Float64Array.from(traceIndex, (trace) => ofFile.cdpY[trace]!),
  };
}

/** @param positions of the section's traces */
export function holdSection(
  fixed: Fixed,
  positions: PositionColumns,
  samples: Float32Matrix,
  record?: SurveyRecord,
): HeldSection {
  const { traceIndex } = fixed;
  const { inline, crossline, cdpX, cdpY } = positions;
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
