import { X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { BinsView, LatticePoint, LineShare, TracePlaces } from "../../services/bins-contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { count, many } from "../shared/words.ts";
import { select, useSelectedIn, useSelection } from "../state/selection.ts";

/** The line that most of the selection is on; of several the one in the middle. */
function fullest(lines: readonly LineShare[]): LineShare | undefined {
  const most = Math.max(...lines.map(({ traces }) => traces));
  const full = lines.filter(({ traces }) => traces === most);
  return full[Math.floor(full.length / 2)];
}

/** Lines that a selection touches; one is opened. */
function Lines({
  axis,
  lines,
  onOpen,
}: {
  readonly axis: SectionLine["axis"];
  readonly lines: readonly LineShare[];
  readonly onOpen: (line: SectionLine) => void;
}): ReactNode {
  const [chosen, setChosen] = useState<number>();
  const shown = lines.find(({ number }) => number === chosen) ?? fullest(lines);
  if (!shown) return null;
  const name = axis === "inline" ? "Inline" : "Crossline";
  return (
    <div className="lines">
      <span className="dim">{many(lines.length, axis)}</span>
      <select
        aria-label={`${name} of the selection`}
        value={shown.number}
        onChange={(event) => {
          setChosen(Number(event.target.value));
        }}
      >
        {lines.map(({ number, traces }) => (
          <option key={number} value={number}>
            {`${number} · ${many(traces, "trace")}`}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button"
        aria-label={`Open ${axis}`}
        onClick={() => {
          onOpen({ axis, number: shown.number });
        }}
      >
        Open
      </button>
    </div>
  );
}

/** Line numbers from and to, to the nearest bins. */
function ByNumbers({
  bins,
  onShape,
}: {
  readonly bins: BinsView;
  readonly onShape: (polygon: readonly LatticePoint[], source: string) => void;
}): ReactNode {
  const { inlines, crosslines, inlineSteps, crosslineSteps } = bins.geometry;
  const [inline, setInline] = useState<readonly [number, number]>([inlines.min, inlines.max]);
  const [crossline, setCrossline] = useState<readonly [number, number]>([crosslines.min, crosslines.max]);
  const row = (number: number): number => (number - inlines.min) / inlineSteps.step;
  const column = (number: number): number => (number - crosslines.min) / crosslineSteps.step;
  const fields = (
    name: string,
    [from, to]: readonly [number, number],
    set: (range: readonly [number, number]) => void,
  ): ReactNode => (
    <div className="numbers">
      <span className="dim">{name}s</span>
      <NumberField
        label={`${name} from`}
        value={from}
        onCommit={(value) => {
          set([value, Math.max(value, to)]);
        }}
      />
      {"–"}
      <NumberField
        label={`${name} to`}
        value={to}
        onCommit={(value) => {
          set([Math.min(value, from), value]);
        }}
      />
    </div>
  );
  return (
    <details className="by-numbers">
      <summary>By line numbers</summary>
      {fields("Inline", inline, setInline)}
      {fields("Crossline", crossline, setCrossline)}
      <button
        type="button"
        className="button"
        onClick={() => {
          const [left, right] = [column(crossline[0]), column(crossline[1]) + 1];
          const [low, high] = [row(inline[0]), row(inline[1]) + 1];
          onShape(
            [
              [left, low],
              [right, low],
              [right, high],
              [left, high],
            ],
            `inlines ${inline[0]} to ${inline[1]}, crosslines ${crossline[0]} to ${crossline[1]}`,
          );
        }}
      >
        Select
      </button>
    </details>
  );
}

/** What is selected of this survey, wherever it was picked out, and the lines that show it. */
export function SelectedBinsPanel({
  bins,
  places,
  note,
  isVolume,
  onShape,
  onOpen,
}: {
  readonly bins: BinsView;
  readonly places: TracePlaces | undefined;
  /** Of the shape that was drawn last: what it did not find. */
  readonly note: string | undefined;
  /** Whether single lines can be opened. */
  readonly isVolume: boolean;
  readonly onShape: (polygon: readonly LatticePoint[], source: string) => void;
  readonly onOpen: (line?: SectionLine) => void;
}): ReactNode {
  const source = useSelection(({ selection }) => selection?.source);
  const selected = useSelectedIn(bins.survey);
  return (
    <section aria-label="Selection" className="selected-bins">
      <h3>
        Selection
        {selected && (
          <button
            type="button"
            className="button icon"
            title="Select nothing"
            aria-label="Select nothing"
            onClick={() => {
              select(undefined);
            }}
          >
            <X size={13} />
          </button>
        )}
      </h3>
      {selected ? (
        <>
          <p>
            {`${count(selected.traceIndex.length)} ${selected.windows ? "windows" : selected.traceIndex.length === 1 ? "trace" : "traces"}${places ? ` in ${many(places.bins, "bin")}` : ""}, by ${source ?? ""}`}
          </p>
          {places && isVolume && (
            <>
              <Lines axis="inline" lines={places.inlines} onOpen={onOpen} />
              <Lines axis="crossline" lines={places.crosslines} onOpen={onOpen} />
            </>
          )}
          {places && !isVolume && (
            <button
              type="button"
              className="button"
              onClick={() => {
                onOpen();
              }}
            >
              Open section
            </button>
          )}
        </>
      ) : (
        <p className="faint">
          Drag a rectangle or click a polygon on the map: sections and plots show what it holds.
        </p>
      )}
      {note !== undefined && <p className="dim">{note}</p>}
      <ByNumbers key={bins.survey} bins={bins} onShape={onShape} />
    </section>
  );
}
