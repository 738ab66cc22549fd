import type { Float32Matrix } from "../quantities/matrix.ts";
import { findMutes } from "../pipeline/quality/contract.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import { SectionAmplitudes } from "./section-amplitudes.ts";
import type { SectionView } from "./section-contract.ts";
import { deadColumns } from "./section-read.ts";
import type { SampleClasses, SamplePredictions } from "./section-overlays.ts";

type Fixed = Omit<
  SectionView,
  "traces" | "samples" | "inline" | "crossline" | "cdpX" | "cdpY" | "deadTraces" | "mutedStart" | "mutedEnd"
>;

/** A section in memory. */
export interface HeldSection {
  readonly fixed: Fixed;
  /** Absent at a first look. */
  readonly record?: SurveyRecord;
  /** `[traces, samples]` */
  readonly samples: Float32Matrix;
  readonly amplitudes: SectionAmplitudes;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** All zero where the file holds no coordinates. */
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
  /** Made when first asked for, dropped with the section. */
  readonly classes: Map<string, SampleClasses | SamplePredictions>;
  /** Of the samples, and of what was made of them and of classes so far. */
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
  const amplitudes = new SectionAmplitudes(samples, mutes, fixed);
  const dead = deadColumns(samples);
  const classes: HeldSection["classes"] = new Map();
  return {
    fixed,
    ...(record ? { record } : {}),
    samples,
    amplitudes,
    inline,
    crossline,
    cdpX,
    cdpY,
    classes,
    get bytes() {
      let bytes = samples.data.byteLength + amplitudes.bytes;
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
      deadTraces: dead.slice(),
      mutedStart: mutes.start.slice(),
      mutedEnd: mutes.end.slice(),
    }),
  };
}
