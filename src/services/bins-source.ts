import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import type { BinPlaces } from "./bin-places.ts";
import type { BinValues } from "./bin-tallies.ts";
import type { BinsRange } from "./bins-contract.ts";
import type { Positions } from "./section-headers.ts";
import type { TrustedFiles } from "./section-trusted-files.ts";

/** What a colouring of a survey's bins is computed from. */
export interface BinsSource {
  readonly workspace: Workspace;
  readonly survey: SurveyRecord;
  readonly positions: Positions;
  readonly places: BinPlaces;
  readonly files: TrustedFiles;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** A colouring, computed. */
export interface ColouredBins {
  readonly values: BinValues;
  /** What a number or a class is: "mean rms of the windows". */
  readonly title: string;
  readonly unit?: string;
}

/** "… from 400 to 800 ms", or the title alone where the whole trace counts. */
export const withRange = (
  title: string,
  range: BinsRange | undefined,
  { verticalUnit }: Pick<SurveyRecord, "verticalUnit">,
): string => (range ? `${title}, ${range.from} to ${range.to} ${verticalUnit}` : title);

/** Whether a window counts for a range: its middle decides. */
export const isInRange = (range: BinsRange | undefined, middle: number): boolean =>
  range === undefined || (middle >= range.from && middle < range.to);
