import { Download, Maximize } from "lucide-react";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { BinColouring } from "../../services/bins-contract.ts";
import type { OverviewSurvey } from "../../services/contract.ts";
import { openLine } from "../section/section-store.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { saveFile } from "../shared/save-file.ts";
import { Segmented } from "../shared/segmented.tsx";
import { BinsLegend, legendOf } from "./bins-legend.tsx";
import { BinsMap, type BinsMapHandle } from "./bins-map.tsx";
import { hasPlaces, type BinAxes, type MapView } from "./bins-view.ts";
import { GeometryPanel } from "./geometry-panel.tsx";
import { useBinRasters, useBins } from "./use-bins.ts";

/** The bins of one survey, and what is odd about its geometry. */
export function BinsPage({
  surveys,
  survey,
  onSurvey,
  children,
}: {
  readonly surveys: readonly OverviewSurvey[];
  readonly survey: OverviewSurvey;
  readonly onSurvey: (name: string) => void;
  /** At the head of the toolbar. */
  readonly children: ReactNode;
}): ReactNode {
  const [, navigate] = useLocation();
  const handle = useRef<BinsMapHandle>(null);
  const [askedAxes, setAxes] = useState<BinAxes>("numbers");
  const [askedColouring, setColouring] = useState<BinColouring>("traces");
  const [view, setView] = useState<MapView>();
  const { bins, fault } = useBins(survey.name);
  const isPlaced = bins !== undefined && hasPlaces(bins);
  const axes = isPlaced ? askedAxes : "numbers";
  const isFitted = bins?.fullResidual !== undefined;
  const colouring = isFitted ? askedColouring : "traces";
  const { rasters, fault: paintFault } = useBinRasters(bins, colouring, axes, view);
  const picture = useMemo(
    () => (bins && bins.rows > 0 ? { bins, axes, rasters } : undefined),
    [bins, axes, rasters],
  );
  const legend = bins ? legendOf(bins, colouring) : [];
  const problem = fault ?? paintFault;
  const save = async (): Promise<void> => {
    const title = `${survey.name} · ${colouring === "residual" ? "distance from the fit of coordinates" : "bins"}`;
    const blob = await handle.current?.picture(title, legend);
    if (blob) saveFile({ name: `${survey.name}-bins.png`, blob });
  };
  return (
    <>
      <div className="map-toolbar" role="toolbar" aria-label="Map">
        {children}
        <select
          aria-label="Survey"
          value={survey.name}
          onChange={(event) => {
            onSurvey(event.target.value);
          }}
        >
          {surveys.map(({ name }) => (
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
          onChange={setAxes}
        />
        <Segmented
          label="Colour by"
          value={colouring}
          choices={[
            { value: "traces", label: "Traces" },
            {
              value: "residual",
              label: "Residual",
              disabled: !isFitted,
              title: isFitted
                ? "Distance of coordinates from where line numbers put them"
                : "Needs coordinates that vary",
            },
          ]}
          onChange={setColouring}
        />
        <BinsLegend parts={legend} />
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
            title="Save as picture"
            aria-label="Save as picture"
            disabled={!picture}
            onClick={() => void save()}
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
              onView={setView}
              onOpen={(inline, crossline, isCrossline) => {
                openLine(
                  survey.name,
                  survey.orientation === "volume"
                    ? isCrossline
                      ? { axis: "crossline", number: crossline }
                      : { axis: "inline", number: inline }
                    : undefined,
                );
                navigate("/section");
              }}
            />
          )}
        </div>
        {bins && <GeometryPanel bins={bins} />}
      </div>
    </>
  );
}
