import { InputError } from "../pipeline/errors.ts";
import { unitOf, type FeatureSetRecord } from "../pipeline/features/contract.ts";
import { predictionKind, type PredictionRecord } from "../pipeline/steps/prediction-record.ts";
import { columnOf, type Workspace } from "../pipeline/workspace/contract.ts";
import type {
  FeaturePoints,
  LassoRequest,
  PointPredictions,
  PointsRequest,
  SelectedRequest,
  WindowFeatures,
  WindowRequest,
  WindowsInside,
} from "./points-contract.ts";
import { labelledParts } from "./tables-labelled-parts.ts";
import { windowsInside, windowsSelected } from "./tables-lasso.ts";
import { drawPoints, type DrawnPoints, type WindowSource } from "./tables-points.ts";
import { readTableRecords } from "./tables-sources.ts";
import { windowFeatures } from "./tables-window.ts";

/** Start samples stay below this: one number names a window of a survey. */
const mostSamples = 2 ** 21;

/** Windows of the newest features one by one: points to draw, what a lasso encloses, one window beside all. */
export class TablesInspector {
  readonly #workspace: () => Promise<Workspace>;
  /** The points that were asked for last. */
  #drawn:
    { readonly key: string; readonly ofTable: string; readonly points: Promise<DrawnPoints> } | undefined;
  #drawing = new AbortController();
  #lasso = new AbortController();
  #window = new AbortController();

  constructor(ports: { workspace(): Promise<Workspace> }) {
    this.#workspace = () => ports.workspace();
  }

  /**
   * Kept until the records change or others are asked for, which also breaks off a pass that is under way.
   * @throws InputError `no-features`, `points-out-of-range`; AbortError
   */
  async points(request: PointsRequest): Promise<FeaturePoints> {
    return (await this.#points((await this.#source()).source, request)).points;
  }

  /** What a scorer said of the drawn windows, where it was asked of windows of the same length. */
  async predictions(request: PointsRequest, scorerLabel: string): Promise<PointPredictions> {
    const { featureSet, source, workspace } = await this.#source();
    const { points } = await this.#points(source, request);
    const records = (await workspace.listRecords(predictionKind))
      .filter((record) => record.scorerLabel === scorerLabel && isOfSameWindows(record, featureSet))
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    const classes = [...new Set(records.flatMap((record) => record.classes))];
    const predicted = new Int32Array(points.rows).fill(-1);
    // The newest of each.
    const bySurvey = new Map(records.map((record) => [record.survey, record]));
    for (const record of bySurvey.values()) {
      const table = await workspace.getTable(record.path, ["trace_index", "start_sample", "class_index"]);
      const [trace, start, said] = [
        columnOf(table, "trace_index", "int32"),
        columnOf(table, "start_sample", "int32"),
        columnOf(table, "class_index", "int32"),
      ];
      const rowOf = new Map<number, number>();
      for (let row = 0; row < points.rows; row++)
        if (points.lines[points.line[row]!]!.survey === record.survey)
          rowOf.set(points.traceIndex[row]! * mostSamples + points.startSample[row]!, row);
      for (let i = 0; i < table.rows; i++) {
        const row = rowOf.get(trace[i]! * mostSamples + start[i]!);
        const name = record.classes[said[i]!];
        if (row !== undefined && name !== undefined) predicted[row] = classes.indexOf(name);
      }
    }
    return { classes, predicted };
  }

  /**
   * Counted over the whole table; another lasso breaks off the one before.
   * @throws InputError `no-features`, `lasso-out-of-range`, `column-unknown`; AbortError
   */
  async inside(request: LassoRequest): Promise<WindowsInside> {
    this.#lasso.abort();
    this.#lasso = new AbortController();
    const { signal } = this.#lasso;
    const { source } = await this.#source();
    const isComponent = request.x.startsWith("pc") || request.y.startsWith("pc");
    const drawn = isComponent
      ? await (this.#drawn?.ofTable === source.featureSetId
          ? this.#drawn.points
          : this.#points(source, { most: 1, seed: 0 }))
      : undefined;
    return windowsInside(source, drawn?.embedding, request, signal);
  }

  /** As `inside`, and it breaks off a lasso that is counted. @throws InputError `no-features`; AbortError */
  async selected(request: SelectedRequest): Promise<WindowsInside> {
    this.#lasso.abort();
    this.#lasso = new AbortController();
    const { signal } = this.#lasso;
    return windowsSelected((await this.#source()).source, request, signal);
  }

  /** @throws InputError `no-features`, `window-unknown`; AbortError where another one is asked for meanwhile */
  async window(request: WindowRequest): Promise<WindowFeatures> {
    this.#window.abort();
    this.#window = new AbortController();
    const { signal } = this.#window;
    const { source, featureSet } = await this.#source();
    return windowFeatures(source, request, featureSet.every, signal);
  }

  #points(source: WindowSource, request: PointsRequest): Promise<DrawnPoints> {
    const key = JSON.stringify([source.featureSetId, source.labelSetId ?? "", request.most, request.seed]);
    if (this.#drawn?.key === key) return this.#drawn.points;
    this.#drawing.abort();
    this.#drawing = new AbortController();
    const points = drawPoints(source, request, this.#drawing.signal);
    const own = { key, ofTable: source.featureSetId, points };
    this.#drawn = own;
    points.catch(() => {
      if (this.#drawn === own) this.#drawn = undefined;
    });
    return points;
  }

  async #source(): Promise<{ workspace: Workspace; featureSet: FeatureSetRecord; source: WindowSource }> {
    const workspace = await this.#workspace();
    const { featureSet, labelSet, surveys } = await readTableRecords(workspace);
    if (!featureSet)
      throw new InputError("no-features", "this workspace has no features yet", {
        advice: "Compute them first.",
      });
    const { lengthSamples, intervalMicroseconds } = featureSet.window;
    return {
      workspace,
      featureSet,
      source: {
        featureSetId: featureSet.id,
        labelSetId: labelSet?.id,
        windows: featureSet.tables.reduce((sum, { rows }) => sum + rows, 0),
        lengthMs: (lengthSamples * intervalMicroseconds) / 1000,
        verticalUnit: unitOf(featureSet.window),
        classes: labelSet?.classes ?? [],
        surveys,
        parts: () => labelledParts(workspace, featureSet, labelSet),
      },
    };
  }
}

const isOfSameWindows = ({ window }: PredictionRecord, { window: own }: FeatureSetRecord): boolean =>
  window.lengthSamples === own.lengthSamples && window.intervalMicroseconds === own.intervalMicroseconds;
