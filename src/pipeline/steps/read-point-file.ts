import { TraceFinder, type PlacedTraces } from "../geometry/contract.ts";
import { InputError } from "../errors.ts";
import {
  previewPoints,
  readPoints,
  type PlacedPoints,
  type PointsPreview,
  type SurveyExtent,
} from "../labels/contract.ts";
import type { VerticalUnit } from "../../quantities/units.ts";
import type { SurveyRecord } from "../survey-record.ts";
import { surveyKind } from "../survey-record.ts";
import { columnOf, type Workspace } from "../workspace/contract.ts";
import type { StepPorts } from "./context.ts";
import { bronzePath } from "./ingest-survey.ts";
import type { PointsFile } from "./label-request.ts";
import { readTextFile } from "./read-text-file.ts";

const extentOf = (survey: SurveyRecord): SurveyExtent => ({
  inlines: survey.inlines,
  crosslines: survey.crosslines,
  verticalUnit: survey.verticalUnit,
  endMs: survey.delayMs + (survey.samplesPerTrace * survey.intervalMicroseconds) / 1000,
});

/**
 * What a text file of points or of a horizon holds, and how it is thought to be meant.
 * @throws InputError `label-points-empty`, and as `readTextFile`
 */
export async function previewPointFile(
  ports: Pick<StepPorts, "openSource" | "signal"> & { readonly workspace?: Workspace | undefined },
  location: string,
): Promise<PointsPreview> {
  const surveys = (await ports.workspace?.listRecords(surveyKind)) ?? [];
  const { name, text } = await readTextFile(ports, location);
  return previewPoints(name, text, surveys.map(extentOf));
}

/** Coordinates of a survey's traces from bronze. */
async function placedTraces(workspace: Workspace, survey: SurveyRecord): Promise<PlacedTraces> {
  const table = await workspace.getTable(bronzePath(survey.name), ["inline", "crossline", "cdp_x", "cdp_y"]);
  return {
    positions: {
      count: table.rows,
      inline: columnOf(table, "inline", "int32"),
      crossline: columnOf(table, "crossline", "int32"),
      cdpX: columnOf(table, "cdp_x", "double"),
      cdpY: columnOf(table, "cdp_y", "double"),
    },
    fit: survey.diagnosis?.fit,
  };
}

/** Reads points onto the traces of a workspace's surveys; what finds traces by X and Y is made when first needed. */
export class PointReader {
  #finder: TraceFinder | undefined;

  constructor(
    private readonly ports: Pick<StepPorts, "openSource" | "signal"> & { readonly workspace: Workspace },
    private readonly surveys: readonly SurveyRecord[],
  ) {}

  /**
   * @param unit vertical unit of what is labelled; absent: as the mapping says
   * @throws InputError as `readPoints` and `readTextFile`, `label-points-mapping`, `label-points-no-coordinates`
   */
  async read(
    { location, mapping: given }: PointsFile,
    unit?: VerticalUnit,
  ): Promise<{ readonly points: PlacedPoints; readonly sha256: string }> {
    const { name, text, sha256 } = await readTextFile(this.ports, location);
    const mapping = given ?? previewPoints(name, text, this.surveys.map(extentOf)).mapping;
    if (!mapping)
      throw new InputError(
        "label-points-mapping",
        `${name} has too few columns of numbers: it takes inline, crossline and Z, or X, Y and Z`,
        { place: { file: name }, advice: "Write one point a row, with all three." },
      );
    const finder = mapping.inline === undefined ? await this.#requireFinder(name) : undefined;
    const own = mapping.unit === "s" ? "ms" : mapping.unit;
    const points = readPoints(name, text, mapping, unit ?? own, (x, y) => finder?.find(x, y));
    return { points, sha256 };
  }

  async #requireFinder(file: string): Promise<TraceFinder> {
    if (!this.#finder) {
      const traces: PlacedTraces[] = [];
      for (const survey of this.surveys) traces.push(await placedTraces(this.ports.workspace, survey));
      this.#finder = new TraceFinder(traces);
    }
    if (this.#finder.hasCoordinates) return this.#finder;
    throw new InputError(
      "label-points-no-coordinates",
      `${file} tells places by X and Y, and no survey here has coordinates`,
      {
        place: { file },
        advice:
          "Say where CDP X and Y are in the trace headers when a survey is ingested, or give inline and crossline.",
      },
    );
  }
}
