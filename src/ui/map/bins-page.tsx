import { Download, Maximize, Table } from "lucide-react";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { BinColouring } from "../../services/bins-contract.ts";
import type { Rgb } from "../../services/bin-colours.ts";
import type { Overview, OverviewSurvey } from "../../services/contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import { sections } from "../clients.ts";
import { useFileHeaders } from "../headers/use-headers.ts";
import { provenance } from "../plots/provenance.ts";
import { openLine } from "../section/section-store.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { saveFile } from "../shared/save-file.ts";
import { Segmented } from "../shared/segmented.tsx";
import { count, percent } from "../shared/words.ts";
import { useSelectedIn } from "../state/selection.ts";
import {
  classParts,
  LegendList,
  noValueParts,
  occupancyParts,
  residualParts,
  ScaleLegend,
  scaleParts,
} from "./bins-legend.tsx";
import { BinsMap, type BinsMapHandle } from "./bins-map.tsx";
import { hasPlaces, numbersAt, windowSeen, type MapView } from "./bins-view.ts";
import { ColourChoice } from "./colour-choice.tsx";
import { colourableOf, originOf } from "./colourings.ts";
import { GeometryPanel } from "./geometry-panel.tsx";
import { setMap, useMapStore } from "./map-store.ts";
import { SelectedBinsPanel } from "./selected-bins.tsx";
import { useBins, useColouredBins, useSelectedBins } from "./use-bins.ts";
import { useShapes } from "./use-shapes.ts";

const occupancy: BinColouring = { kind: "traces" };
/** The accent of both themes. */
const selectionColour: Rgb = [240, 180, 41];

/** The bins of one survey in colours, what is selected of them, and what is odd about its geometry. */
export function BinsPage({
  overview,
  survey,
  children,
}: {
  readonly overview: Overview;
  readonly survey: OverviewSurvey;
  /** At the head of the toolbar. */
  readonly children: ReactNode;
}): ReactNode {
  const [, navigate] = useLocation();
  const handle = useRef<BinsMapHandle>(null);
  const state = useMapStore();
  const [view, setView] = useState<MapView>();
  const { bins, fault } = useBins(survey.name);
  const isPlaced = bins !== undefined && hasPlaces(bins);
  const axes = isPlaced ? state.axes : "numbers";

  const headers = useFileHeaders(survey, state.by === "header");
  const fields = headers.data?.fields ?? [];
  const field = (fields.find(({ name }) => name === state.field) ?? fields[0])?.name;
  const colourable = colourableOf(overview, survey, bins, state, field);
  const colouring = colourable.colouring ?? occupancy;
  const painted = useColouredBins(bins, colouring, state.scale, axes, view);
  const selected = useSelectedIn(survey.name);
  const { veils, places } = useSelectedBins(bins, selected, selectionColour, axes, view);
  const shapes = useShapes(bins);
  const picture = useMemo(
    () => (bins && bins.rows > 0 ? { bins, axes, rasters: painted.rasters, veils } : undefined),
    [bins, axes, painted.rasters, veils],
  );

  const { legend } = painted;
  const shownScale = state.scale ?? legend?.scale;
  const parts = legend
    ? [...classParts(legend), ...noValueParts(legend)]
    : bins && colouring.kind === "traces"
      ? occupancyParts(bins)
      : bins && colouring.kind === "residual"
        ? residualParts(bins)
        : [];
  const title =
    legend?.title ??
    (colouring.kind === "residual" ? "distance from the fit of coordinates" : "traces in bins");
  const stride = painted.rasters.at(-1)?.stride ?? 1;

  const open = (line?: SectionLine): void => {
    openLine(survey.name, survey.orientation === "volume" ? line : undefined);
    navigate("/section");
  };
  const footer = (): string[] => {
    const origin = originOf(colouring);
    const seen = bins && view && windowSeen(bins, axes, view);
    const [least, most] =
      bins && seen
        ? [numbersAt(bins, seen.column, seen.row), numbersAt(bins, seen.columnEnd - 1, seen.rowEnd - 1)]
        : [];
    return [
      provenance(
        `${survey.fileName}, SHA-256 ${survey.sha256}, inline at byte ${survey.inlineByte}, crossline at byte ${survey.crosslineByte}`,
      ),
      [
        title,
        ...(origin === undefined ? [] : [origin]),
        ...(least && most
          ? [
              `inlines ${least.inline} to ${most.inline}`,
              `crosslines ${least.crossline} to ${most.crossline}`,
            ]
          : []),
      ].join(", "),
    ];
  };
  const [saveFault, setSaveFault] = useState<ReturnType<typeof faultIn>>();
  const savePicture = async (): Promise<void> => {
    const blob = await handle.current?.picture({
      title: `${survey.name} · ${title}${legend?.unit ? ` (${legend.unit})` : ""}`,
      legend: [...(legend && shownScale ? scaleParts(legend, shownScale) : []), ...parts],
      footer: footer(),
    });
    if (blob) saveFile({ name: `${survey.name}-bins.png`, blob });
  };
  const saveTable = async (): Promise<void> => {
    try {
      const window = bins && view && windowSeen(bins, axes, view);
      const blob = await valueOf(
        sections.binsCsv(survey.name, { colouring, ...(window ? { window } : {}) }, footer()),
      );
      setSaveFault(undefined);
      saveFile({ name: `${survey.name}-bins.csv`, blob });
    } catch (error) {
      setSaveFault(faultIn(error));
    }
  };
  const problem =
    fault ??
    (painted.fault?.kind === "cancelled" ? undefined : painted.fault) ??
    shapes.fault ??
    saveFault ??
    (state.by === "header" && headers.error ? faultIn(headers.error) : undefined);

  return (
    <>
      <div className="map-toolbar" role="toolbar" aria-label="Map">
        {children}
        <select
          aria-label="Survey"
          value={survey.name}
          onChange={(event) => {
            setMap({ survey: event.target.value });
          }}
        >
          {overview.surveys.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <Segmented
          label="Axes"
          value={axes}
          choices={[
            { value: "numbers", label: "Inline, crossline" },
            {
              value: "places",
              label: "X, Y",
              disabled: !isPlaced,
              title: isPlaced ? undefined : "Needs coordinates, and more than one inline and crossline",
            },
          ]}
          onChange={(chosen) => {
            setMap({ axes: chosen });
          }}
        />
        <Segmented
          label="Click or drag"
          value={state.tool}
          choices={[
            {
              value: "open",
              label: "Open",
              title: "A click opens the inline through a bin, with Shift the crossline",
            },
            { value: "rectangle", label: "Rectangle", title: "A drag selects bins" },
            {
              value: "polygon",
              label: "Polygon",
              title: "Clicks set corners; Enter closes, Backspace takes one back, Esc drops all",
            },
          ]}
          onChange={(tool) => {
            setMap({ tool });
          }}
        />
        <ColourChoice survey={survey} colourable={colourable} fields={fields} field={field} />
        <div className="last">
          <button
            type="button"
            className="button icon"
            title="Whole survey ( F )"
            aria-label="Whole survey"
            onClick={() => handle.current?.fit()}
          >
            <Maximize size={15} />
          </button>
          <button
            type="button"
            className="button icon"
            title="Save the bins that are seen as CSV"
            aria-label="Save as CSV"
            disabled={!picture || !painted.isCurrent}
            onClick={() => void saveTable()}
          >
            <Table size={15} />
          </button>
          <button
            type="button"
            className="button icon"
            title="Save as picture"
            aria-label="Save as picture"
            disabled={!picture || !painted.isCurrent}
            onClick={() => void savePicture()}
          >
            <Download size={15} />
          </button>
        </div>
      </div>
      <div className="bins-main">
        <div className="bins-stage">
          {problem && <FaultNote fault={problem} />}
          {bins?.rows === 0 ? (
            <div className="bins-none dim">
              {bins.geometry.kind === "3d" || bins.geometry.kind === "prestack"
                ? "So few bins hold a trace that a map of them would be empty: inline and crossline are probably at other bytes."
                : "This survey has no inline and crossline numbers: its line is under Lines."}
            </div>
          ) : (
            <BinsMap
              ref={handle}
              picture={picture}
              colouring={colouring}
              legend={legend}
              isCurrent={painted.isCurrent}
              tool={state.tool}
              onView={setView}
              onOpen={(point, isCrossline) => {
                if (!bins) return;
                const { inline, crossline } = numbersAt(bins, point.column, point.row);
                void shapes.takeBin(point).then(() => {
                  open(
                    isCrossline
                      ? { axis: "crossline", number: crossline }
                      : { axis: "inline", number: inline },
                  );
                });
              }}
              onShape={(polygon, tool) => void shapes.take(polygon, `a ${tool} on the map`)}
            />
          )}
        </div>
        {bins && (
          <GeometryPanel bins={bins}>
            {bins.rows > 0 && (
              <>
                <section aria-label="Colours">
                  <h3>{`${title.charAt(0).toUpperCase()}${title.slice(1)}`}</h3>
                  {painted.progress === undefined ? (
                    <>
                      {legend && shownScale && (
                        <ScaleLegend
                          legend={legend}
                          shown={shownScale}
                          onScale={(scale) => {
                            setMap({ scale });
                          }}
                        />
                      )}
                      {legend && !legend.scale && !legend.classes && (
                        <p className="faint">No bin has a value here.</p>
                      )}
                      <LegendList parts={parts} />
                      {legend && legend.empty > 0 && (
                        <p className="faint">{`${count(legend.empty)} bins hold no trace and have no colour.`}</p>
                      )}
                      {stride > 1 && (
                        <p className="faint">{`A pixel stands for ${stride} × ${stride} bins: zoom in for each.`}</p>
                      )}
                    </>
                  ) : (
                    <p className="colouring-progress">
                      <progress max={1} value={painted.progress} aria-label="Colouring" />
                      <span className="dim">{percent(painted.progress)}</span>
                      <CancelButton
                        onCancel={() => {
                          setMap({ by: "traces" });
                          void sections.cancelColouring();
                        }}
                      />
                    </p>
                  )}
                </section>
                <SelectedBinsPanel
                  bins={bins}
                  places={places}
                  note={shapes.note}
                  isVolume={survey.orientation === "volume"}
                  onShape={(polygon, source) => void shapes.take(polygon, source)}
                  onOpen={open}
                />
              </>
            )}
          </GeometryPanel>
        )}
      </div>
    </>
  );
}
