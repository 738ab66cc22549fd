import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { openLine } from "./section-store.ts";
import { neighbour, useLineKeys } from "./use-line-keys.ts";

/** Inline or crossline of a volume, and which. */
function LineOfVolume({
  survey,
  line,
}: {
  readonly survey: OverviewSurvey;
  readonly line: SectionLine;
}): ReactNode {
  const rangeOf = (axis: SectionLine["axis"]) => (axis === "inline" ? survey.inlines : survey.crosslines);
  const open = (axis: SectionLine["axis"], number: number): void => {
    const { min, max } = rangeOf(axis);
    openLine(survey.name, { axis, number: Math.min(max, Math.max(min, Math.round(number))) });
  };
  const { min, max } = rangeOf(line.axis);
  return (
    <>
      <Segmented
        label="Direction"
        value={line.axis}
        choices={[
          { value: "inline", label: "Inline" },
          { value: "crossline", label: "Crossline" },
        ]}
        onChange={(axis) => {
          const range = rangeOf(axis);
          if (axis !== line.axis) open(axis, (range.min + range.max) / 2);
        }}
      />
      <NumberField
        label={`${line.axis} number`}
        title={`${min} – ${max}`}
        min={min}
        max={max}
        value={line.number}
        onCommit={(number) => {
          open(line.axis, number);
        }}
      />
    </>
  );
}

/** Which line is open, on every page that shows one: the list, the line of a volume, and one step on or back, by [ and ] too. */
export function LineStepper({
  label = "Line",
  surveys,
  current,
  line,
}: {
  /** Of the list. */
  readonly label?: string;
  readonly surveys: readonly OverviewSurvey[];
  readonly current: OverviewSurvey;
  /** For a volume: the line that is open; absent where the whole survey is what is looked at. */
  readonly line?: SectionLine | undefined;
}): ReactNode {
  useLineKeys(surveys, current, line);
  const step = (direction: 1 | -1) => {
    const next = neighbour(surveys, current, line, direction);
    return {
      disabled: !next,
      onClick: () => {
        if (next) openLine(next.survey, next.line);
      },
    };
  };
  const what = label.toLowerCase();
  const isAlone = surveys.length === 1 && !line;
  return (
    <div className="line-stepper">
      {!isAlone && (
        <button
          type="button"
          className="button icon"
          title={`Previous ${what} ( [ )`}
          aria-label={`Previous ${what}`}
          {...step(-1)}
        >
          <ChevronLeft size={15} />
        </button>
      )}
      <select
        aria-label={label}
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
      {line && <LineOfVolume survey={current} line={line} />}
      {!isAlone && (
        <button
          type="button"
          className="button icon"
          title={`Next ${what} ( ] )`}
          aria-label={`Next ${what}`}
          {...step(1)}
        >
          <ChevronRight size={15} />
        </button>
      )}
    </div>
  );
}
