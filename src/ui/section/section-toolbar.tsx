import {
  ChevronLeft,
  ChevronRight,
  Download,
  Maximize,
  Sheet,
  SlidersHorizontal,
  SquareDashedMousePointer,
  SquareSlash,
  Tag,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import { Segmented } from "../shared/segmented.tsx";
import { toggleStrip, useIsStripOpen } from "./display-store.ts";
import { LineStepper } from "./line-stepper.tsx";
import {
  clearWindows,
  selectWindow,
  setSection,
  useSectionStore,
  type OverlayKind,
} from "./section-store.ts";

export interface ToolbarProps {
  readonly surveys: readonly OverviewSurvey[];
  readonly current: OverviewSurvey;
  /** For a volume: the line that is open. */
  readonly line: SectionLine | undefined;
  readonly overlays: Readonly<Record<OverlayKind, { readonly available: boolean; readonly why: string }>>;
  /** What is done to the amplitudes, in words; undefined: nothing. */
  readonly chain: string | undefined;
  /** Whether the section has muted zones. */
  readonly isMuted: boolean;
  readonly onFit: () => void;
  readonly onSave: () => void;
  readonly onSaveNumbers: () => void;
  readonly isLabelling: boolean;
  readonly onLabel: () => void;
}

/** Which line, in which colours, with what over it. */
export function SectionToolbar({
  surveys,
  current,
  line,
  overlays,
  chain,
  isMuted,
  onFit,
  onSave,
  onSaveNumbers,
  isLabelling,
  onLabel,
}: ToolbarProps): ReactNode {
  const { mutes, tool, overlay, opacity, shown } = useSectionStore();
  const isStripOpen = useIsStripOpen();
  return (
    <div className="section-toolbar" role="toolbar" aria-label="Section">
      <LineStepper surveys={surveys} current={current} line={line} />
      <div className="group">
        <button
          type="button"
          className="button"
          aria-label="Display"
          aria-expanded={isStripOpen}
          title="Mode, colours, clip, gain, filter, scale ( D )"
          onClick={toggleStrip}
        >
          <SlidersHorizontal size={14} aria-hidden />
          <span className="word">Display</span>
        </button>
        {chain !== undefined && <span className="chip">{chain}</span>}
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
          className="button"
          aria-label="Label"
          aria-pressed={isLabelling}
          title="Draw labels on the section"
          onClick={onLabel}
        >
          <Tag size={14} aria-hidden />
          <span className="word">Label</span>
        </button>
        <button
          type="button"
          className="button icon"
          aria-pressed={tool === "box"}
          aria-label="Zoom into a box"
          title="Zoom into a box: drag one ( Z ); with Shift at any time"
          onClick={() => {
            setSection({ tool: tool === "box" ? "pan" : "box" });
          }}
        >
          <SquareDashedMousePointer size={15} />
        </button>
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
        <button
          type="button"
          className="button icon"
          title="Save the numbers that are seen, as CSV"
          aria-label="Save as CSV"
          onClick={onSaveNumbers}
        >
          <Sheet size={15} />
        </button>
      </div>
    </div>
  );
}
