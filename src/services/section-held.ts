import type { Float32Matrix } from "../quantities/matrix.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { SectionView } from "./section-contract.ts";
import { deadColumns } from "./section-read.ts";
import { amplitudePercentiles } from "./section-percentiles.ts";
import type { SampleClasses, SamplePredictions } from "./section-overlays.ts";

type Fixed = Omit<
  SectionView,
  "traces" | "samples" | "inline" | "crossline" | "cdpX" | "cdpY" | "amplitudePercentiles" | "deadTraces"
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
  const percentiles = amplitudePercentiles(samples.data);
  const dead = deadColumns(samples);
  return {
    fixed,
    ...(record ? { record } : {}),
    samples,
    inline,
    crossline,
    classes: new Map(),
    // Samples, and class and confidence of each once they are asked for.
    bytes: samples.data.length * (4 + 2 + 2 + 4),
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
    }),
  };
}
