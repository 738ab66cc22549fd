import { ChevronLeft, ChevronRight, Download, Maximize, SquareSlash, X } from "lucide-react";
import type { ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import { paletteNames, type PaletteName, type SectionLine } from "../../services/section-contract.ts";
import { Segmented } from "../shared/segmented.tsx";
import { LineStepper } from "./line-stepper.tsx";
import {
  clearWindows,
  selectWindow,
  setSection,
  useSectionStore,
  type OverlayKind,
} from "./section-store.ts";

const paletteWords: Readonly<Record<PaletteName, string>> = {
  grey: "Grey",
  "red-white-blue": "Red – blue",
  seismic: "Blue – brown",
};

export interface ToolbarProps {
  readonly surveys: readonly OverviewSurvey[];
  readonly current: OverviewSurvey;
  /** For a volume: the line that is open. */
  readonly line: SectionLine | undefined;
  readonly overlays: Readonly<Record<OverlayKind, { readonly available: boolean; readonly why: string }>>;
  /** Whether the section has muted zones. */
  readonly isMuted: boolean;
  readonly onFit: () => void;
  readonly onSave: () => void;
}

/** Which line, in which colours, with what over it. */
export function SectionToolbar({
  surveys,
  current,
  line,
  overlays,
  isMuted,
  onFit,
  onSave,
}: ToolbarProps): ReactNode {
  const { palette, clipPercent, mutes, overlay, opacity, shown } = useSectionStore();
  return (
    <div className="section-toolbar" role="toolbar" aria-label="Section">
      <LineStepper surveys={surveys} current={current} line={line} />
      <div className="group">
        <select
          aria-label="Palette"
          value={palette}
          onChange={(event) => {
            const chosen = paletteNames.find((name) => name === event.target.value);
            if (chosen) setSection({ palette: chosen });
          }}
        >
          {paletteNames.map((name) => (
            <option key={name} value={name}>
              {paletteWords[name]}
            </option>
          ))}
        </select>
        <label className="field" title="Amplitudes above this percentile have the full colour">
          Clip
          <input
            type="range"
            min={90}
            max={100}
            step={0.5}
            value={clipPercent}
            onChange={(event) => {
              setSection({ clipPercent: event.target.valueAsNumber });
            }}
          />
          <span className="percent">{`${clipPercent.toFixed(1)}\u2009%`}</span>
        </label>
        {isMuted && (
          <button
            type="button"
            className="button icon"
            aria-pressed={mutes}
            aria-label="Mutes"
            title="Hatch the mutes: zeros at the start and end of traces, which statistics leave out"
            onClick={() => {
              setSection({ mutes: !mutes });
            }}
          >
            <SquareSlash size={15} />
          </button>
        )}
      </div>
      <div className="group">
        <Segmented
          label="Over the amplitudes"
          value={overlay}
          choices={(["amplitude", "labels", "prediction", "confidence"] as const).map((kind) => ({
            value: kind,
            label: kind.charAt(0).toUpperCase() + kind.slice(1),
            disabled: !overlays[kind].available,
            title: overlays[kind].why,
          }))}
          onChange={(kind) => {
            setSection({ overlay: kind });
          }}
        />
        {overlay !== "amplitude" && (
          <label className="field" title="Opacity of the overlay">
            <span className="visually-hidden">Opacity</span>
            <input
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={opacity}
              onChange={(event) => {
                setSection({ opacity: event.target.valueAsNumber });
              }}
            />
            <span className="percent">{`${Math.round(100 * opacity)}\u2009%`}</span>
          </label>
        )}
      </div>
      {shown?.survey === current.name && (
        <div className="group shown-windows">
          <button
            type="button"
            className="button icon"
            aria-label="Previous window"
            disabled={shown.selected === 0}
            onClick={() => {
              selectWindow(shown.selected - 1);
            }}
          >
            <ChevronLeft size={14} />
          </button>
          <span title={shown.title}>
            {shown.title} · {shown.selected + 1} / {shown.windows.length}
          </span>
          <button
            type="button"
            className="button icon"
            aria-label="Next window"
            disabled={shown.selected + 1 >= shown.windows.length}
            onClick={() => {
              selectWindow(shown.selected + 1);
            }}
          >
            <ChevronRight size={14} />
          </button>
          <button
            type="button"
            className="button icon"
            aria-label="Forget the highlighted windows"
            onClick={clearWindows}
          >
            <X size={14} />
          </button>
        </div>
      )}
      <div className="group last">
        <button
          type="button"
          className="button icon"
          title="Whole section ( F )"
          aria-label="Whole section"
          onClick={onFit}
        >
          <Maximize size={15} />
        </button>
        <button
          type="button"
          className="button icon"
          title="Save as picture"
          aria-label="Save as picture"
          onClick={onSave}
        >
          <Download size={15} />
        </button>
      </div>
    </div>
  );
}
