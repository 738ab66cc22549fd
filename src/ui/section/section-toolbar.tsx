import { ChevronLeft, ChevronRight, Download, Maximize, SquareSlash, X } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import { paletteNames, type PaletteName, type SectionLine } from "../../services/section-contract.ts";
import { Segmented } from "../shared/segmented.tsx";
import {
  clearWindows,
  openLine,
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

/** The line before or after in a volume, or the file before or after in the list; undefined at the ends. */
export function neighbour(
  surveys: readonly OverviewSurvey[],
  current: OverviewSurvey,
  line: SectionLine | undefined,
  step: 1 | -1,
): { readonly survey: string; readonly line?: SectionLine } | undefined {
  if (line) {
    const { min, max, count } = line.axis === "inline" ? current.inlines : current.crosslines;
    const spacing = count > 1 ? Math.max(1, Math.round((max - min) / (count - 1))) : 1;
    const number = line.number + step * spacing;
    return number < min || number > max ? undefined : { survey: current.name, line: { ...line, number } };
  }
  const next = surveys[surveys.findIndex(({ name }) => name === current.name) + step];
  return next && { survey: next.name };
}

function LineNumber({
  survey,
  line,
}: {
  readonly survey: OverviewSurvey;
  readonly line: SectionLine;
}): ReactNode {
  const range = line.axis === "inline" ? survey.inlines : survey.crosslines;
  const [text, setText] = useState(String(line.number));
  useEffect(() => {
    setText(String(line.number));
  }, [line.number]);
  const commit = (): void => {
    const number = Number(text);
    if (text.trim() === "" || !Number.isFinite(number)) setText(String(line.number));
    else
      openLine(survey.name, {
        axis: line.axis,
        number: Math.min(range.max, Math.max(range.min, Math.round(number))),
      });
  };
  return (
    <input
      type="number"
      aria-label={`${line.axis} number`}
      title={`${range.min} – ${range.max}`}
      min={range.min}
      max={range.max}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}

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
  const step = (direction: 1 | -1) => {
    const next = neighbour(surveys, current, line, direction);
    return {
      disabled: !next,
      onClick: () => {
        if (next) openLine(next.survey, next.line);
      },
    };
  };
  return (
    <div className="section-toolbar" role="toolbar" aria-label="Section">
      <div className="group">
        <button
          type="button"
          className="button icon"
          title="Previous line ( [ )"
          aria-label="Previous line"
          {...step(-1)}
        >
          <ChevronLeft size={15} />
        </button>
        <select
          className="line-picker"
          aria-label="Line"
          value={current.name}
          onChange={(event) => {
            openLine(event.target.value);
          }}
        >
          {surveys.map(({ name, reachable }) => (
            <option key={name} value={name}>
              {reachable ? name : `${name} (file not open)`}
            </option>
          ))}
        </select>
        {line && (
          <>
            <Segmented
              label="Direction"
              value={line.axis}
              choices={[
                { value: "inline", label: "Inline" },
                { value: "crossline", label: "Crossline" },
              ]}
              onChange={(axis) => {
                const range = axis === "inline" ? current.inlines : current.crosslines;
                if (axis !== line.axis)
                  openLine(current.name, { axis, number: Math.round((range.min + range.max) / 2) });
              }}
            />
            <LineNumber survey={current} line={line} />
          </>
        )}
        <button
          type="button"
          className="button icon"
          title="Next line ( ] )"
          aria-label="Next line"
          {...step(1)}
        >
          <ChevronRight size={15} />
        </button>
      </div>
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
