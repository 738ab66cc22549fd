import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { featureNames } from "../../pipeline/features/feature-names.ts";
import { cssColour } from "../../pipeline/reports/class-colours.ts";
import type { Overview } from "../../services/contract.ts";
import { componentNames, type ComponentName, type FeaturePoints } from "../../services/points-contract.ts";
import { shortId } from "../plots/provenance.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { NumberField } from "../shared/number-field.tsx";
import { Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { count, many, percent } from "../shared/words.ts";
import { tablesKeys } from "../sql/ask-tables.ts";
import { useSelection } from "../state/selection.ts";
import { tables } from "../table-client.ts";
import { words } from "./histogram-plot.ts";
import { chooseInside } from "./lasso-store.ts";
import type { PointTool } from "./lasso-layer.tsx";
import { markedPoints } from "./marked-points.ts";
import { columnOfPoints, columnWords } from "./point-columns.ts";
import { pointColours, type PointColours } from "./point-colours.ts";
import { PointPlot, type PointPlotProps } from "./point-plot.tsx";
import {
  leastFeatures,
  mostFeatures,
  setPoints,
  toggleFeature,
  toggleHidden,
  useHovered,
  usePointStore,
} from "./point-store.ts";
import { SelectedWindows } from "./selected-windows.tsx";
import { WindowFeatures } from "./window-features.tsx";

const title = "Windows as points";
const choices = [5000, 20_000, 100_000] as const;

/** What is drawn of what there is, in words that stand wherever the points do. */
export function drawnWords({ rows, windows, nonFinite, seed }: FeaturePoints): string {
  const finite = windows - nonFinite;
  const drawn =
    rows < finite
      ? `${count(rows)} of ${many(finite, "window")}, drawn at random, seed ${seed}`
      : `all ${many(finite, "window")}`;
  return nonFinite === 0
    ? drawn
    : `${drawn}; ${count(nonFinite)} with NaN or infinite samples ${nonFinite === 1 ? "has" : "have"} no point`;
}

/** Scatter plots of the newest features: principal components, and chosen features against each other; a lasso selects. */
export function PointsPanel({ overview }: { readonly overview: Overview }): ReactNode {
  const { most, seed } = usePointStore();
  const request = { most, seed };
  const { data: points, error } = useQuery({
    queryKey: tablesKeys.points(request),
    queryFn: () => valueOf(tables.points(request)),
    placeholderData: (last) => last,
  });
  const fault = error && faultIn(error);
  if (fault && fault.kind !== "cancelled")
    return (
      <Panel title={title}>
        <FaultNote fault={fault} />
      </Panel>
    );
  if (!points)
    return (
      <Panel title={title}>
        <p className="dim">Reading the features of all windows …</p>
      </Panel>
    );
  return <ShownPoints points={points} overview={overview} />;
}

function ShownPoints({
  points,
  overview,
}: {
  readonly points: FeaturePoints;
  readonly overview: Overview;
}): ReactNode {
  const state = usePointStore();
  const { tool, span, features, components, hidden: hiddenClasses } = state;
  const scorers = [...new Set(overview.predictions.map(({ scorerLabel }) => scorerLabel))];
  const scorer = scorers.find((name) => name === state.scorer) ?? scorers.at(-1);
  const colouredBy = state.colouredBy === "prediction" && scorer === undefined ? "class" : state.colouredBy;
  const request = { most: state.most, seed: state.seed };
  const { data: predictions } = useQuery({
    queryKey: tablesKeys.predictionsOfPoints(request, scorer ?? ""),
    queryFn: () => valueOf(tables.predictionsOfPoints(request, scorer ?? "")),
    enabled: colouredBy === "prediction",
  });
  const ofThese = predictions?.predicted.length === points.rows ? predictions : undefined;
  const coloured = useMemo(() => pointColours(points, colouredBy, ofThese), [points, colouredBy, ofThese]);
  const hidden = useMemo(
    () =>
      hiddenClasses.length === 0
        ? undefined
        : Uint8Array.from(points.label, (label) => Number(hiddenClasses.includes(label))),
    [points, hiddenClasses],
  );
  const selection = useSelection(({ selection: current }) => current);
  const marked = useMemo(() => markedPoints(points, selection), [points, selection]);
  const [row, setRow] = useState<number>();

  const madeFrom = [
    `features ${shortId(points.featureSetId)}`,
    ...(points.labelSetId === undefined ? [] : [`labels ${shortId(points.labelSetId)}`]),
    drawnWords(points),
    ...(colouredBy === "prediction" && scorer !== undefined ? [`predictions of ${scorer}`] : []),
    ...(hidden ? [`${count(hidden.reduce((sum, one) => sum + one, 0))} hidden by their class`] : []),
  ].join(" · ");
  const shared: Omit<PointPlotProps, "title" | "x" | "y" | "height"> = {
    points,
    coloured,
    hidden,
    marked,
    tool,
    span,
    madeFrom,
    onLasso: (drawn) => {
      void chooseInside(points, drawn, hiddenClasses);
    },
    onPoint: setRow,
    onHover: (hovered) => {
      useHovered.setState({ row: hovered });
    },
  };
  const there = componentNames.slice(0, points.components.explainedVarianceRatio.length);
  const [across, up] = components.every((name) => there.includes(name))
    ? components
    : ([there[0], there[1]] as const);
  return (
    <>
      <Panel title={title} aside={drawnWords(points)} className="points">
        <div className="form-row">
          <label className="field">
            Colour by
            <select
              aria-label="Colour by"
              value={colouredBy}
              onChange={(event) => {
                setPoints({ colouredBy: event.target.value as typeof colouredBy });
              }}
            >
              <option value="class">class</option>
              <option value="prediction" disabled={scorer === undefined}>
                prediction
              </option>
              <option value="line">line</option>
            </select>
          </label>
          {colouredBy === "prediction" && scorers.length > 1 && (
            <select
              aria-label="Prediction of"
              value={scorer}
              onChange={(event) => {
                setPoints({ scorer: event.target.value });
              }}
            >
              {scorers.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
          <Segmented
            label="What dragging does"
            value={tool}
            choices={[
              { value: "lasso", label: "Lasso", title: "Draw around points to select their windows" },
              { value: "box", label: "Box", title: "Drag a box over points to select their windows" },
              { value: "zoom", label: "Zoom", title: "Drag to zoom in; a double click goes back" },
            ]}
            onChange={(value) => {
              setPoints({ tool: value });
            }}
          />
          <label className="field" title="Otherwise the outermost thousandth at each end may lie outside">
            <input
              type="checkbox"
              checked={span === "whole"}
              onChange={(event) => {
                setPoints({ span: event.target.checked ? "whole" : "usual" });
              }}
            />
            outermost values too
          </label>
          <span className="spacer" />
          <label className="field">
            at most
            <select
              aria-label="Points at most"
              value={state.most}
              onChange={(event) => {
                setPoints({ most: Number(event.target.value) });
              }}
            >
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {count(choice)} points
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            seed
            <NumberField
              label="Seed of the choice"
              min={0}
              value={state.seed}
              onCommit={(typed) => {
                setPoints({ seed: Math.max(0, Math.round(typed)) });
              }}
            />
          </label>
        </div>
        <Groups coloured={coloured} canHide={colouredBy === "class"} classes={points.classes.length} />
        <div className="points-plots">
          {across !== undefined && up !== undefined && (
            <section aria-label="Principal components" className="points-components">
              <div className="form-row">
                <h3>Principal components</h3>
                <ComponentChoice label="across" value={across} there={there} other={up} />
                <ComponentChoice label="up" value={up} there={there} other={across} />
              </div>
              <PointPlot
                {...shared}
                title={`${columnWords(up)} against ${columnWords(across)}`}
                x={across}
                y={up}
                height={420}
              />
              <p className="faint">
                {`Of the eight standardised features, fitted on all ${many(points.windows - points.nonFinite, "window")}; for looking, never used in a score. ${there
                  .map(
                    (name, i) =>
                      `${columnWords(name)} ${share(points.components.explainedVarianceRatio[i]!)}`,
                  )
                  .join(", ")}.`}
              </p>
            </section>
          )}
          <section aria-label="Pairs of features" className="points-pairs">
            <div className="form-row">
              <h3>Pairs of features</h3>
              <span className="points-features" role="group" aria-label="Features of the pair plots">
                {featureNames.map((name) => {
                  const isChosen = features.includes(name);
                  return (
                    <button
                      key={name}
                      type="button"
                      className="chip"
                      aria-pressed={isChosen}
                      disabled={isChosen ? features.length <= leastFeatures : features.length >= mostFeatures}
                      title={`Two to four features are drawn against each other`}
                      onClick={() => {
                        toggleFeature(name);
                      }}
                    >
                      {words(name)}
                    </button>
                  );
                })}
              </span>
            </div>
            <div className="points-matrix" data-size={features.length - 1}>
              {features
                .slice(1)
                .flatMap((up, i) =>
                  features
                    .slice(0, -1)
                    .map((across, j) =>
                      j > i ? (
                        <span key={`${up} ${across}`} aria-hidden />
                      ) : (
                        <PointPlot
                          {...shared}
                          key={`${up} ${across}`}
                          title={`${words(up)} against ${words(across)}`}
                          x={across}
                          y={up}
                          height={features.length === 2 ? 420 : features.length === 3 ? 260 : 210}
                        />
                      ),
                    ),
                )}
            </div>
          </section>
        </div>
        <HoveredPoint points={points} coloured={coloured} tool={tool} />
        {row !== undefined && row < points.rows && (
          <section aria-label="Window" className="points-window">
            <h3>Window</h3>
            <WindowFeatures
              request={{
                survey: points.lines[points.line[row]!]!.survey,
                traceIndex: points.traceIndex[row]!,
                atMs: points.startMs[row]! + points.lengthMs / 2,
              }}
            />
          </section>
        )}
      </Panel>
      <SelectedWindows points={points} />
    </>
  );
}

const share = (part: number): string => (part < 0.0005 ? "less than 0.1\u2009%" : percent(part));

/** Only this is rendered as the pointer moves. */
function HoveredPoint({
  points,
  coloured,
  tool,
}: {
  readonly points: FeaturePoints;
  readonly coloured: PointColours;
  readonly tool: PointTool;
}): ReactNode {
  const row = useHovered((state) => state.row);
  return (
    <p className="points-readout">
      {row === undefined || row >= points.rows ? (
        <span className="faint">
          {tool === "zoom"
            ? "Drag to zoom in, double click to go back."
            : "Draw around points to select their windows on the section and the map; click a point for its features."}
        </span>
      ) : (
        pointWords(points, coloured, row)
      )}
    </p>
  );
}

/** "demo · inline 12 · crossline 40 · 256 ms · boundary · rms 812 …" */
function pointWords(points: FeaturePoints, { group, groups }: PointColours, row: number): string {
  const line = points.lines[points.line[row]!]!;
  const values = featureNames.map((name) => {
    const value = columnOfPoints(points, name)?.(row) ?? NaN;
    return `${words(name)} ${Number(value.toPrecision(4))}`;
  });
  return [
    line.survey,
    `inline ${points.inline[row]!}`,
    `crossline ${points.crossline[row]!}`,
    `${count(points.startMs[row]!)} ${points.verticalUnit}`,
    groups[group[row]!]!.name,
    ...values,
  ].join(" · ");
}

/** What the colours mean; of classes, a press hides or shows one. */
function Groups({
  coloured: { groups, isScale },
  canHide,
  classes,
}: {
  readonly coloured: PointColours;
  readonly canHide: boolean;
  readonly classes: number;
}): ReactNode {
  const hidden = usePointStore((state) => state.hidden);
  const shown = isScale ? [groups[0]!, groups[Math.floor(groups.length / 2)]!, groups.at(-1)!] : groups;
  return (
    <div className="histograms-legend" role="group" aria-label="Colours of the points">
      {shown.map(({ name, colour, drawn }, index) => {
        const label = index < classes ? index : -1;
        const isHidden = canHide && hidden.includes(label);
        const content = (
          <>
            <span className="swatch" style={{ background: cssColour(colour) }} aria-hidden />
            {name} <span className="faint">{count(drawn)}</span>
          </>
        );
        if (!isScale && drawn === 0 && index >= classes) return null;
        return canHide ? (
          <button
            key={name}
            type="button"
            className="chip"
            aria-pressed={!isHidden}
            disabled={drawn === 0}
            title={isHidden ? "Show this class" : "Hide this class: a lasso leaves it out, too"}
            onClick={() => {
              toggleHidden(label);
            }}
          >
            {content}
          </button>
        ) : (
          <span key={name} className="chip">
            {content}
          </span>
        );
      })}
      {isScale && <span className="faint">{`${count(groups.length)} lines, in their order`}</span>}
    </div>
  );
}

function ComponentChoice({
  label,
  value,
  there,
  other,
}: {
  readonly label: "across" | "up";
  readonly value: ComponentName;
  readonly there: readonly ComponentName[];
  readonly other: ComponentName;
}): ReactNode {
  return (
    <label className="field">
      {label}
      <select
        aria-label={`Component ${label}`}
        value={value}
        onChange={(event) => {
          const chosen = event.target.value as ComponentName;
          setPoints({ components: label === "across" ? [chosen, other] : [other, chosen] });
        }}
      >
        {there.map((name) => (
          <option key={name} value={name} disabled={name === other}>
            {columnWords(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
