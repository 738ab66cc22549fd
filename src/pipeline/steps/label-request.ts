import type { PointMapping } from "../labels/contract.ts";
import type { LabelSetWords } from "./put-label-set.ts";

/** A text file of points or of a horizon, and what its columns are; without a mapping they are guessed. */
export interface PointsFile {
  readonly location: string;
  readonly mapping?: PointMapping;
}

/** What is made of files that hold no intervals. Widths are in the vertical unit. */
export type LabelImport =
  | (PointsFile & {
      /** Each point is of a class. */
      readonly kind: "points";
      /** Of points that name none; absent: the file's name. */
      readonly className?: string;
      /** Absent: half a sample, so that each point labels one. */
      readonly halfWidthMs?: number;
    })
  | (PointsFile & {
      /** What lies about a horizon is of a class. */
      readonly kind: "boundary";
      readonly className: string;
      readonly halfWidthMs: number;
    })
  | {
      /** What lies between two horizons is of a class. */
      readonly kind: "zone";
      readonly top: PointsFile;
      readonly base: PointsFile;
      readonly className: string;
    };

/** Files to make one label set of. */
export interface LabelsRequest extends Omit<LabelSetWords, "parent"> {
  /** Label volumes and tables of intervals. */
  readonly locations: readonly string[];
  readonly imports?: readonly LabelImport[];
  /** The label set that these are added to: where they say something, it counts. Absent: they make a set of their own. */
  readonly onto?: string;
}

/** Locations of all files of a request. */
export function locationsOf({ locations, imports = [] }: LabelsRequest): string[] {
  return [
    ...locations,
    ...imports.flatMap((one) =>
      one.kind === "zone" ? [one.top.location, one.base.location] : [one.location],
    ),
  ];
}
