import type { ReactNode } from "react";
import type { LabelSetRecord } from "../../pipeline/labels/contract.ts";
import type { PredictionRecord } from "../../pipeline/steps/predict-survey.ts";
import type { LegendEntry, SurveyOutline, TraceView } from "../../services/section-contract.ts";
import { SurveyMap, type SurveyMapProps } from "../map/survey-map.tsx";
import { percent } from "../shared/words.ts";
import { useCursor } from "./cursor-store.ts";
import { setSection, toggleClass, useSectionStore } from "./section-store.ts";
import { useWidth } from "./use-width.ts";
import { TraceInspector, type TraceInspectorProps } from "./trace-inspector.tsx";
import { SpectrumPlot, TracePlot } from "./trace-plots.tsx";

function Swatch({ colour, hollow }: { readonly colour: string; readonly hollow: boolean }): ReactNode {
  return (
    <span
      className="swatch"
      style={hollow ? { boxShadow: `inset 0 0 0 2px ${colour}` } : { background: colour }}
      aria-hidden
    />
  );
}

/** Classes of what lies over the section, with the share of it that each has. */
function Legend({
  legend,
  covered,
  canHide,
}: {
  readonly legend: readonly LegendEntry[];
  readonly covered: number;
  readonly canHide: boolean;
}): ReactNode {
  const hidden = useSectionStore((state) => state.hiddenClasses);
  return (
    <ul className="section-legend">
      {legend.map(({ name, colour, share }) => (
        <li key={name}>
          {canHide ? (
            <button
              type="button"
              aria-pressed={!hidden.includes(name)}
              title={hidden.includes(name) ? `Show ${name}` : `Hide ${name}`}
              onClick={() => {
                toggleClass(name);
              }}
            >
              <Swatch colour={colour} hollow={hidden.includes(name)} />
              <span className="name">{name}</span>
            </button>
          ) : (
            <>
              <Swatch colour={colour} hollow={false} />
              <span className="name">{name}</span>
            </>
          )}
          <span className="share">{percent(share)}</span>
        </li>
      ))}
      {covered < 0.9995 && (
        <li className="none">
          <span className="swatch" aria-hidden />
          <span className="name">none</span>
          <span className="share">{percent(1 - covered)}</span>
        </li>
      )}
    </ul>
  );
}

/** The map follows the cursor without the page being rendered. */
function FollowingMap(props: Omit<SurveyMapProps, "cursor">): ReactNode {
  const { point, inline, crossline, x, y } = useCursor();
  return <SurveyMap {...props} cursor={point && { inline, crossline, x, y }} />;
}

export interface SideProps {
  readonly overlayName: string;
  readonly legend: readonly LegendEntry[] | undefined;
  readonly covered: number;
  /** Whether labels in work are seen, instead of what was chosen. */
  readonly isDraft: boolean;
  readonly labelSets: readonly LabelSetRecord[];
  readonly labelSetId: string | undefined;
  readonly predictions: readonly PredictionRecord[];
  readonly predictionId: string | undefined;
  readonly outlines: readonly SurveyOutline[];
  readonly current: SurveyMapProps["current"];
  readonly onOpen: NonNullable<SurveyMapProps["onOpen"]>;
  readonly trace: TraceView | undefined;
  /** What more of the trace can be looked into. */
  readonly inspector?: Omit<TraceInspectorProps, "trace"> | undefined;
  /** At the head of the panel. */
  readonly children?: ReactNode;
}

const sourcesOf = ({ sources, classes }: LabelSetRecord): string =>
  `${sources[0]?.fileName ?? "labels"}${sources.length > 1 ? ` and ${sources.length - 1} more` : ""} · ${classes.length} classes`;

export function SectionSide(props: SideProps): ReactNode {
  const {
    isDraft,
    legend,
    covered,
    labelSets,
    labelSetId,
    predictions,
    predictionId,
    outlines,
    current,
    trace,
  } = props;
  const overlay = useSectionStore((state) => state.overlay);
  const [place, width] = useWidth<HTMLElement>(260);
  return (
    <aside className="section-side" ref={place}>
      {props.children}
      {(isDraft || overlay !== "amplitude") && (
        <section aria-label={props.overlayName}>
          <h3>{props.overlayName}</h3>
          {!isDraft && overlay === "labels" && labelSets.length > 1 && (
            <select
              aria-label="Label set"
              value={labelSetId}
              onChange={(event) => {
                setSection({ labelSetId: event.target.value });
              }}
            >
              {labelSets.map((set) => (
                <option key={set.id} value={set.id}>
                  {sourcesOf(set)}
                </option>
              ))}
            </select>
          )}
          {!isDraft && overlay !== "labels" && predictions.length > 0 && (
            <select
              aria-label="Prediction"
              value={predictionId}
              onChange={(event) => {
                setSection({ predictionId: event.target.value });
              }}
            >
              {predictions.map((record) => (
                <option key={record.id} value={record.id}>
                  {record.scorerLabel}
                </option>
              ))}
            </select>
          )}
          {legend ? (
            <Legend legend={legend} covered={covered} canHide={!isDraft && overlay !== "confidence"} />
          ) : (
            <p className="faint">Nothing lies over this section yet.</p>
          )}
        </section>
      )}
      <section aria-label="Map">
        <h3>Map</h3>
        <FollowingMap outlines={outlines} current={current} onOpen={props.onOpen} />
      </section>
      <section aria-label="Trace">
        <h3>
          Trace
          {trace && <span className="aside">{`inline ${trace.inline} · crossline ${trace.crossline}`}</span>}
        </h3>
        {trace ? (
          <>
            <SpectrumPlot trace={trace} width={width} />
            <TracePlot trace={trace} width={width} />
            {props.inspector && <TraceInspector {...props.inspector} trace={trace} />}
          </>
        ) : (
          <p className="faint">Click on the section to see a trace and its spectrum.</p>
        )}
      </section>
    </aside>
  );
}
