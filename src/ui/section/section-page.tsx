import { FolderOpen } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { PredictionRecord } from "../../pipeline/steps/predict-survey.ts";
import type { Overview, OverviewSurvey } from "../../services/contract.ts";
import type {
  OverlayRequest,
  ProbeSources,
  SectionRange,
  SectionView,
  SurveyOutline,
} from "../../services/section-contract.ts";
import { clipAt } from "../../services/section-percentiles.ts";
import { surveyVersion } from "../../services/section-version.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { amplitudeLabel, numberLabel } from "./axis-ticks.ts";
import { noCursor, useCursor } from "./cursor-store.ts";
import { ColourBar, ReadoutStrip } from "./readout-strip.tsx";
import type { SectionLayer } from "./scene-types.ts";
import { SectionCanvas, windowLines, type SectionHandle } from "./section-canvas.tsx";
import type { ScenePoint } from "./section-scene.ts";
import { SectionSide } from "./section-side.tsx";
import {
  lineKey,
  openLine,
  rememberView,
  setSection,
  useSectionStore,
  type OverlayKind,
} from "./section-store.ts";
import { neighbour, SectionToolbar } from "./section-toolbar.tsx";
import { valueOf } from "../shared/answers.ts";
import type { Sections } from "./sections-client.ts";
import { usePainted, useSection, useTrace } from "./use-section.ts";
import type { ViewBox } from "./view-transform.ts";

export interface SectionPageProps {
  readonly sections: Sections;
  readonly overview: Pick<Overview, "surveys" | "labelSets" | "predictions">;
  /** Lets the person choose files; what they choose is offered to all workers. */
  readonly onChooseFiles: () => void;
}

const columnAt = ({ first, stride, traces }: SectionView, trace: number): number =>
  Math.min(traces - 1, Math.max(0, Math.floor((trace - first) / stride)));

/** Where all surveys lie; asked for again when one is added or read anew. */
function useOutlines(sections: Sections, surveys: readonly OverviewSurvey[]): readonly SurveyOutline[] {
  const [outlines, setOutlines] = useState<readonly SurveyOutline[]>([]);
  const version = surveys.map(surveyVersion).join();
  useEffect(() => {
    let current = true;
    valueOf(sections.lineGeometry())
      .then((found) => {
        if (current) setOutlines(found);
      })
      .catch(() => {
        if (current) setOutlines([]);
      });
    return () => {
      current = false;
    };
  }, [sections, version]);
  return outlines;
}

/** Follows the cursor: positions at once, what the worker knows of the place as soon as it answers. */
function useProbing(sections: Sections, section: SectionView | undefined, sources: ProbeSources) {
  const busy = useRef(false);
  const wanted = useRef<ScenePoint>(undefined);
  const { labelSetId, predictionId } = sources;
  useEffect(() => {
    useCursor.setState(noCursor);
  }, [section]);
  return useCallback(
    (point: ScenePoint | undefined): void => {
      if (!section || !point) {
        wanted.current = undefined;
        useCursor.setState({ point: undefined });
        return;
      }
      const column = columnAt(section, point.trace);
      useCursor.setState({
        point,
        inline: section.inline[column]!,
        crossline: section.crossline[column]!,
        x: section.cdpX[column]!,
        y: section.cdpY[column]!,
        timeMs: section.delayMs + point.sample * section.intervalMs,
      });
      wanted.current = point;
      if (busy.current) return;
      busy.current = true;
      const ask = async (): Promise<void> => {
        while (wanted.current) {
          const asked = wanted.current;
          wanted.current = undefined;
          const answer = await sections.probe(section.key, columnAt(section, asked.trace), asked.sample, {
            ...(labelSetId === undefined ? {} : { labelSetId }),
            ...(predictionId === undefined ? {} : { predictionId }),
          });
          useCursor.setState({ probe: answer.ok ? answer.value : undefined });
        }
      };
      void ask().finally(() => {
        busy.current = false;
      });
    },
    [sections, section, labelSetId, predictionId],
  );
}

/** A thinned line is read again, closer, once a person has zoomed into a part of it. */
function closerRange(section: SectionView, view: ViewBox): SectionRange | undefined {
  if (section.stride === 1) return undefined;
  const span = view.x1 - view.x0;
  if (span > section.lineTraces / 1.6) return undefined;
  // In steps, so that small moves ask for the same piece.
  const grid = Math.max(1, Math.floor(span / 2));
  const first = Math.max(0, Math.floor((view.x0 - span / 4) / grid) * grid);
  const end = Math.min(section.lineTraces, Math.ceil((view.x1 + span / 4) / grid) * grid);
  return { first, end };
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

function MissingFile({
  survey,
  onChooseFiles,
}: {
  readonly survey: OverviewSurvey;
  readonly onChooseFiles: () => void;
}): ReactNode {
  return (
    <div className="missing-file">
      <FolderOpen size={28} aria-hidden />
      <h2>{survey.fileName} is not open in this tab</h2>
      <p>
        Samples stay in your own file, and a browser lets go of files when a page is reloaded. Labels,
        features and models of this survey are still here.
      </p>
      <button type="button" className="button primary" onClick={onChooseFiles}>
        Choose {survey.fileName}
      </button>
      <p className="faint">or drop it anywhere on this window</p>
    </div>
  );
}

/** Where an interpreter lives: the section, what lies over it, the map, the trace. */
export function SectionPage(props: SectionPageProps): ReactNode {
  const { surveys } = props.overview;
  const asked = useSectionStore((state) => state.survey);
  const current = surveys.find(({ name }) => name === asked) ?? surveys[0];
  if (!current)
    return (
      <EmptyPage
        title="Sections appear here"
        action={
          <button type="button" className="button primary" onClick={props.onChooseFiles}>
            Open SEG-Y
          </button>
        }
      >
        <p>
          Open a SEG-Y file, or drop it on this window: its lines are shown under real axes, with labels,
          predictions and their confidence over them.
        </p>
      </EmptyPage>
    );
  return <OpenSectionPage {...props} current={current} />;
}

function OpenSectionPage({
  sections,
  overview,
  onChooseFiles,
  current,
}: SectionPageProps & { readonly current: OverviewSurvey }): ReactNode {
  const { surveys, labelSets } = overview;
  const state = useSectionStore();
  const handle = useRef<SectionHandle>(null);
  const askedLine = state.survey === current.name ? state.line : undefined;

  const { section, fault, loading } = useSection({
    sections,
    survey: current.reachable ? current.name : undefined,
    line: askedLine,
    viewer: "section-page",
    version: surveyVersion(current),
  });

  // While a line of another survey is read, the section that is seen is still the one before.
  const own = section?.survey === current.name ? section : undefined;
  const predictionsOf = (name: string): readonly PredictionRecord[] =>
    overview.predictions.filter(({ survey }) => survey === name);
  const chosenOf = (records: readonly PredictionRecord[]): string | undefined =>
    (records.find(({ id }) => id === state.predictionId) ?? records.at(-1))?.id;
  const predictions = predictionsOf(current.name);
  const labelSetId = (labelSets.find(({ id }) => id === state.labelSetId) ?? labelSets.at(-1))?.id;
  const predictionId = chosenOf(predictions);
  const seenPredictionId = own || !section ? predictionId : chosenOf(predictionsOf(section.survey));
  const overlays: Readonly<Record<OverlayKind, { available: boolean; why: string }>> = {
    amplitude: { available: true, why: "Amplitudes alone" },
    labels: {
      available: labelSetId !== undefined,
      why:
        labelSetId === undefined
          ? "There are no labels yet: import some on the Labels page"
          : "The label set",
    },
    prediction: {
      available: predictionId !== undefined,
      why: predictionId === undefined ? "No model has predicted this survey yet" : "What a model says",
    },
    confidence: {
      available: predictionId !== undefined,
      why: predictionId === undefined ? "No model has predicted this survey yet" : "How sure the model is",
    },
  };
  const overlay = useMemo((): OverlayRequest | undefined => {
    if (state.overlay === "labels" && labelSetId !== undefined)
      return { kind: "labels", labelSetId, hidden: state.hiddenClasses };
    if (seenPredictionId === undefined) return undefined;
    if (state.overlay === "prediction")
      return {
        kind: "prediction",
        predictionId: seenPredictionId,
        hidden: state.hiddenClasses,
        ...(labelSetId === undefined ? {} : { coloursOf: labelSetId }),
      };
    return state.overlay === "confidence"
      ? { kind: "confidence", predictionId: seenPredictionId }
      : undefined;
  }, [state.overlay, state.hiddenClasses, labelSetId, seenPredictionId]);

  const clip = clipAt(section, state.clipPercent);
  const look = { palette: state.palette, clip, overlay };
  const painted = usePainted(sections, section, look);
  const [settled, setSettled] = useState<{ readonly line: string; readonly view: ViewBox }>();
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Moving about renders nothing; where a person comes to rest is remembered, and read closer where needed.
  const onView = useCallback((view: ViewBox, of: SectionView): void => {
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      const line = lineKey(of.survey, of.line);
      setSettled({ line, view });
      rememberView(line, view);
    }, 250);
  }, []);
  const range =
    section && settled?.line === lineKey(section.survey, section.line)
      ? closerRange(section, settled.view)
      : undefined;
  const closer = useSection({
    sections,
    survey: range && section?.survey,
    line: section?.line,
    range,
    viewer: "section-page-closer",
  });
  const closerPainted = usePainted(sections, closer.section, look);
  const layers = useMemo((): readonly SectionLayer[] => {
    if (!painted.layer || !section) return [];
    const detail = closerPainted.layer;
    const belongs =
      detail !== undefined &&
      lineKey(detail.section.survey, detail.section.line) ===
        lineKey(painted.layer.section.survey, painted.layer.section.line);
    return belongs ? [painted.layer, detail] : [painted.layer];
  }, [painted.layer, section, closerPainted.layer]);

  const onPoint = useProbing(sections, section, { labelSetId, predictionId: seenPredictionId });
  const shown = state.shown?.survey === current.name ? state.shown : undefined;
  const drawn = layers[0]?.section;
  const windows = drawn?.survey === shown?.survey ? shown?.windows : undefined;
  useEffect(() => {
    if (shown && drawn?.survey === shown.survey) handle.current?.showWindow(shown.selected);
    // Only when another window is looked at, or the section has come: not with every view.
  }, [shown, drawn?.key, drawn?.survey]);

  const outlines = useOutlines(sections, surveys);
  const pickedColumn =
    section && state.pickedTrace !== undefined ? columnAt(section, state.pickedTrace) : undefined;
  const trace = useTrace(sections, section, pickedColumn);

  // What was asked for last, so that a key pressed twice goes two lines on.
  const line = current.orientation === "volume" ? (askedLine ?? own?.line) : undefined;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "[" && event.key !== "]") return;
      const next = neighbour(surveys, current, line, event.key === "]" ? 1 : -1);
      if (!next) return;
      event.preventDefault();
      openLine(next.survey, next.line);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [surveys, current, line]);

  const legend = painted.overlay?.legend;
  const title = section
    ? section.line
      ? `${section.survey} · ${section.title}`
      : section.title
    : current.name;
  const save = async (): Promise<void> => {
    const blob = await handle.current?.picture(title, {
      palette: state.palette,
      clip,
      legend: overlay
        ? (legend ?? []).filter(
            ({ name }) => overlay.kind === "confidence" || !state.hiddenClasses.includes(name),
          )
        : [],
    });
    if (blob) saveFile({ name: `${title.replaceAll(" · ", "-").replaceAll(" ", "-")}.png`, blob });
  };

  const problem = fault ?? painted.fault;
  const isMissing = !current.reachable || fault?.code === "file-missing";
  return (
    <div className="section-page">
      <SectionToolbar
        surveys={surveys}
        current={current}
        line={line}
        overlays={overlays}
        onFit={() => handle.current?.fit()}
        onSave={() => void save()}
      />
      <div className="section-main">
        <div className="section-stage">
          {problem && !isMissing && <FaultNote fault={problem} />}
          <SectionCanvas
            ref={handle}
            layers={isMissing ? [] : layers}
            opacity={overlay ? state.opacity : 0}
            {...(windows ? { windows } : {})}
            selectedWindow={shown?.selected}
            startView={section && state.views[lineKey(section.survey, section.line)]}
            loading={loading}
            label={`Section ${title}`}
            onView={onView}
            onPoint={onPoint}
            onPick={(point) => {
              setSection({ pickedTrace: point.trace });
            }}
            tip={cursorTip}
            notes={
              section && (
                <>
                  {section.stride > 1 && !closer.section && (
                    <span>{`one trace in ${numberLabel(section.stride)}: zoom in for all`}</span>
                  )}
                  {section.deadTraces.length > 0 && (
                    <span className="warn" title="Marked above the section">
                      {`${numberLabel(section.deadTraces.length)} dead`}
                    </span>
                  )}
                  <ColourBar palette={state.palette} clip={clip} />
                </>
              )
            }
          >
            {isMissing && <MissingFile survey={current} onChooseFiles={onChooseFiles} />}
          </SectionCanvas>
          <ReadoutStrip
            parts={{
              hasCoordinates: section?.cdpX.some((x) => x !== 0) ?? false,
              labels: labelSetId !== undefined,
              predictions: predictionId !== undefined,
            }}
          />
        </div>
        <SectionSide
          overlayName={
            state.overlay === "labels"
              ? "Labels"
              : state.overlay === "prediction"
                ? "Prediction"
                : "Confidence"
          }
          legend={overlay ? legend : undefined}
          covered={painted.overlay?.covered ?? 0}
          labelSets={labelSets}
          labelSetId={labelSetId}
          predictions={predictions}
          predictionId={predictionId}
          outlines={outlines}
          current={{ survey: current.name, line }}
          onOpen={openLine}
          trace={trace}
        />
      </div>
    </div>
  );
}

/** Beside the cursor: the place, and what is known of it; follows the worker's answers, not only the pointer. */
function CursorTip({ point }: { readonly point: ScenePoint }): ReactNode {
  const { inline, crossline, timeMs, probe } = useCursor();
  return (
    <>
      <div>{`IL ${inline} · XL ${crossline} · ${numberLabel(timeMs)} ms`}</div>
      {probe && (
        <div>
          {`amplitude ${amplitudeLabel(probe.amplitude)}${probe.label === undefined ? "" : ` · ${probe.label}`}`}
        </div>
      )}
      {probe?.prediction !== undefined && (
        <div>{`predicted ${probe.prediction} ${(probe.confidence ?? NaN).toFixed(2)}`}</div>
      )}
      {windowLines(point).map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

const cursorTip = (point: ScenePoint): ReactNode => <CursorTip point={point} />;
