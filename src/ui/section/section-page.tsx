import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { chainInWords } from "../../pipeline/display/contract.ts";
import { frequencyStep } from "../../quantities/units.ts";
import type { Fault, Overview, OverviewSurvey } from "../../services/contract.ts";
import type { SectionView, SurveyOutline } from "../../services/section-contract.ts";
import { surveyVersion } from "../../services/section-version.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { codeVersion } from "../shared/code-version.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { ordinal } from "../shared/words.ts";
import { useSelectedIn } from "../state/selection.ts";
import { numberLabel } from "./axis-ticks.ts";
import { cursorTip } from "./cursor-tip.tsx";
import { amplitudesOf, useDisplay, useIsStripOpen } from "./display-store.ts";
import { DisplayStrip } from "./display-strip.tsx";
import { setDesk, useDesk } from "./labelling/desk-store.ts";
import { LabelStrip } from "./labelling/label-strip.tsx";
import { useDraftLayers } from "./labelling/use-draft-layers.ts";
import { useLabelTool } from "./labelling/use-label-tool.ts";
import { MissingFile } from "./missing-file.tsx";
import { ColourBar, ReadoutStrip } from "./readout-strip.tsx";
import { ScaleControl } from "./scale-control.tsx";
import { boxTool, panTool } from "./scene-tools.ts";
import { SectionCanvas, type SectionHandle } from "./section-canvas.tsx";
import { columnAt, topAt } from "./section-places.ts";
import { SectionSide } from "./section-side.tsx";
import { SelectionPanel } from "./selection-panel.tsx";
import { lineKey, openLine, setSection, useSectionStore } from "./section-store.ts";
import { SectionToolbar } from "./section-toolbar.tsx";
import type { Sections } from "./sections-client.ts";
import { useDisplayKeys } from "./use-display-keys.ts";
import { useLayers } from "./use-layers.ts";
import { useOverlay } from "./use-overlay.ts";
import { useProbing } from "./use-probing.ts";
import { useSection, useTrace } from "./use-section.ts";
import { useWiggles } from "./use-wiggles.ts";
import { followScale } from "./view-scale.ts";
import type { Frame, ViewBox } from "./view-transform.ts";

export interface SectionPageProps {
  readonly sections: Sections;
  readonly overview: Pick<Overview, "surveys" | "labelSets" | "predictions" | "featureSets">;
  /** Where the surveys lie. */
  readonly outlines: readonly SurveyOutline[];
  /** Lets the person choose files; what they choose is offered to all workers. */
  readonly onChooseFiles: () => void;
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
  const missing = asked !== undefined && current.name !== asked ? asked : undefined;
  return <OpenSectionPage {...props} current={current} missing={missing} />;
}

function OpenSectionPage({
  sections,
  overview,
  outlines,
  onChooseFiles,
  current,
  missing,
}: SectionPageProps & {
  readonly current: OverviewSurvey;
  /** A survey that was asked for and is not there. */
  readonly missing: string | undefined;
}): ReactNode {
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
  const { labelSetId, predictions, predictionId, seenPredictionId, overlays, overlay } = useOverlay(
    overview,
    current.name,
    section?.survey ?? current.name,
  );

  const seenSurvey = section?.survey ?? current.name;
  const display = useDisplay(seenSurvey);
  const isStripOpen = useIsStripOpen();
  const amplitudes = amplitudesOf(display);
  const isLabelling = useDesk(({ isOn }) => isOn);
  const {
    layers: looked,
    drawn,
    onView,
    ...painted
  } = useLayers(sections, section, {
    ...amplitudes,
    palette: display.palette,
    overlay,
  });
  const layers = useDraftLayers(looked);
  const isDraft = layers !== looked;
  const labelTool = useLabelTool(drawn);
  const { ink, every } = useWiggles(sections, display, amplitudes);
  const verticalUnit = section?.verticalUnit ?? current.verticalUnit;
  const nyquist = frequencyStep(
    2,
    section ? 1000 * section.intervalMs : current.intervalMicroseconds,
    verticalUnit,
  );
  const words = chainInWords(display.chain, verticalUnit);
  const chain = words === "as recorded" ? undefined : words;
  const onPoint = useProbing(sections, drawn, {
    // What is in work is not what the set says.
    labelSetId: isDraft ? undefined : labelSetId,
    predictionId: seenPredictionId,
    chain: chain === undefined ? undefined : display.chain,
  });
  const [saveFault, setSaveFault] = useState<Fault>();
  const [aspect, setAspect] = useState<number>();
  useDisplayKeys(seenSurvey);
  const follow = useCallback(
    (view: ViewBox, of: SectionView, frame: Frame): void => {
      followScale(view, frame);
      onView(view, of);
    },
    [onView],
  );
  const shown = state.shown?.survey === current.name ? state.shown : undefined;
  const selected = useSelectedIn(section?.survey ?? current.name);
  const base = drawn[0];
  const windows = base?.survey === shown?.survey ? shown?.windows : undefined;
  useEffect(() => {
    if (shown && base?.survey === shown.survey) handle.current?.showWindow(shown.selected);
    // Only when another window is looked at, or the section has come: not with every view.
  }, [shown, base?.key, base?.survey]);

  const { pickedTrace } = state;
  const picked = pickedTrace === undefined ? undefined : topAt(drawn, pickedTrace);
  const trace = useTrace(
    sections,
    picked,
    picked && pickedTrace !== undefined ? columnAt(picked, pickedTrace) : undefined,
  );

  // What was asked for last, so that a key pressed twice goes two lines on.
  const line = current.orientation === "volume" ? (askedLine ?? own?.line) : undefined;
  const seenOverlay = isDraft ? layers[0]?.overlay : painted.overlay;
  const legend = seenOverlay?.legend;
  const title = section
    ? section.line
      ? `${section.survey} · ${section.title}`
      : section.title
    : current.name;
  const range = layers[0]?.amplitude.range;
  const hasColours = display.mode === "density" || display.mode === "both";
  const unit = display.chain.agcMs === undefined ? undefined : "× local rms";
  const provenance = `${current.fileName} · sha256 ${current.sha256.slice(0, 16)}… · ${words} · Geophone ${codeVersion}`;
  const fileTitle = title.replaceAll(" · ", "-").replaceAll(" ", "-");
  const savePicture = async (): Promise<void> => {
    if (!range) return;
    const blob = await handle.current?.picture({
      title,
      palette: hasColours ? display.palette : undefined,
      range,
      unit,
      provenance,
      legend: isDraft
        ? (legend ?? [])
        : overlay
          ? (legend ?? []).filter(
              ({ name }) => overlay.kind === "confidence" || !state.hiddenClasses.includes(name),
            )
          : [],
    });
    if (blob) saveFile({ name: `${fileTitle}.png`, blob });
  };

  const saveNumbers = async (): Promise<void> => {
    const part = handle.current?.view();
    const top = part && topAt(drawn, (part.x0 + part.x1) / 2);
    if (!part || !top) return;
    const text = await valueOf(
      sections.numbers(top.key, { chain: display.chain, part, notes: [title, provenance] }),
    );
    saveFile({ name: `${fileTitle}.csv`, blob: new Blob([text], { type: "text/csv" }) });
  };
  const tell = (work: Promise<void>): void => {
    setSaveFault(undefined);
    work.catch((error: unknown) => {
      setSaveFault(faultIn(error));
    });
  };

  const problem = saveFault ?? fault ?? painted.fault;
  const isMissing = !current.reachable || fault?.code === "file-missing";
  return (
    <div className="section-page">
      <SectionToolbar
        surveys={surveys}
        current={current}
        line={line}
        overlays={overlays}
        chain={isStripOpen ? undefined : chain}
        isMuted={section?.mutedStart.some((muted, column) => muted + section.mutedEnd[column]! > 0) ?? false}
        onFit={() => handle.current?.fit()}
        onSave={() => {
          tell(savePicture());
        }}
        onSaveNumbers={() => {
          tell(saveNumbers());
        }}
        isLabelling={isLabelling}
        onLabel={() => {
          setDesk({ isOn: !isLabelling });
        }}
      />
      {isStripOpen && (
        <DisplayStrip survey={seenSurvey} verticalUnit={verticalUnit} nyquist={nyquist} range={range}>
          {section && <ScaleControl section={section} held={aspect} onHold={setAspect} />}
        </DisplayStrip>
      )}
      {isLabelling && (
        <LabelStrip
          labelSets={labelSets}
          survey={current}
          line={line}
          section={drawn.findLast(({ stride }) => stride === 1)}
        />
      )}
      <div className="section-main">
        <div className="section-stage">
          {missing !== undefined && (
            <p className="section-missing" role="status">
              {`${missing} is not in this workspace; this is ${current.name}.`}
            </p>
          )}
          {problem && !isMissing && <FaultNote fault={problem} />}
          <SectionCanvas
            ref={handle}
            layers={isMissing ? [] : layers}
            opacity={overlay || isDraft ? state.opacity : 0}
            mutes={state.mutes}
            ink={ink}
            isMirrored={display.isMirrored}
            aspect={aspect}
            tool={state.tool === "box" ? boxTool : (labelTool ?? panTool)}
            {...(windows ? { windows } : {})}
            selectedWindow={shown?.selected}
            selected={selected}
            startView={section && state.views[lineKey(section.survey, section.line)]}
            loading={loading}
            label={`Section ${title}`}
            onView={follow}
            onPoint={onPoint}
            onPick={(point) => {
              const picked = topAt(drawn, point.trace);
              setSection({
                pickedTrace: point.trace,
                pickedMs: picked && picked.delayMs + point.sample * picked.intervalMs,
              });
            }}
            tip={cursorTip}
            notes={
              section && (
                <>
                  {section.stride > 1 && !painted.isCloser && (
                    <span>{`one trace in ${numberLabel(section.stride)}: zoom in for all`}</span>
                  )}
                  {section.deadTraces.length > 0 && (
                    <span className="warn" title="Marked above the section">
                      {`${numberLabel(section.deadTraces.length)} dead`}
                    </span>
                  )}
                  {ink && every > 1 && <span>{`every ${ordinal(every)} trace`}</span>}
                  {range && (
                    <ColourBar palette={hasColours ? display.palette : undefined} range={range} unit={unit} />
                  )}
                </>
              )
            }
          >
            {isMissing && <MissingFile survey={current} onChooseFiles={onChooseFiles} />}
          </SectionCanvas>
          <ReadoutStrip
            parts={{
              verticalUnit,
              horizontalUnit: section ? section.horizontalUnit : current.horizontalUnit,
              hasCoordinates: section?.cdpX.some((x) => x !== 0) ?? false,
              labels: labelSetId !== undefined && !isDraft,
              predictions: predictionId !== undefined,
              displayed: chain !== undefined,
            }}
          />
        </div>
        <SectionSide
          overlayName={
            isDraft
              ? "Labels in work"
              : state.overlay === "labels"
                ? "Labels"
                : state.overlay === "prediction"
                  ? "Prediction"
                  : "Confidence"
          }
          legend={overlay || isDraft ? legend : undefined}
          isDraft={isDraft}
          covered={seenOverlay?.covered ?? 0}
          labelSets={labelSets}
          labelSetId={labelSetId}
          predictions={predictions}
          predictionId={predictionId}
          outlines={outlines}
          current={{ survey: current.name, line }}
          onOpen={openLine}
          trace={trace}
          inspector={
            picked && pickedTrace !== undefined
              ? {
                  sections,
                  place: {
                    sectionKey: picked.key,
                    survey: picked.survey,
                    traceIndex: picked.traceIndex[columnAt(picked, pickedTrace)]!,
                    atMs: state.pickedMs ?? picked.delayMs,
                  },
                  hasFeatures: overview.featureSets.length > 0,
                }
              : undefined
          }
        >
          {section && <SelectionPanel section={section} />}
        </SectionSide>
      </div>
    </div>
  );
}
