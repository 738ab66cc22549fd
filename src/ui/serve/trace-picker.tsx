import { useEffect, useMemo, type ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { SectionLine, SectionView } from "../../services/section-contract.ts";
import type { TraceScore } from "../../services/score-contract.ts";
import { sections } from "../clients.ts";
import { openFiles } from "../shell/open-files.ts";
import { numberLabel } from "../section/axis-ticks.ts";
import { amplitudesOf, useDisplay } from "../section/display-store.ts";
import { LineStepper } from "../section/line-stepper.tsx";
import { MissingFile } from "../section/missing-file.tsx";
import { SectionCanvas } from "../section/section-canvas.tsx";
import type { SectionWindow } from "../section/scene-types.ts";
import { setSection } from "../section/section-store.ts";
import { usePainted } from "../section/use-section.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { NumberField } from "../shared/number-field.tsx";
import { Panel } from "../shared/panel.tsx";
import type { PickedTrace } from "./use-picked-trace.ts";

/** , and . go to the trace before and after. */
function useTraceKeys(picked: PickedTrace | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!picked || (event.key !== "," && event.key !== ".")) return;
      const { target } = event;
      if (target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      pick(picked.section, picked.trace + (event.key === "." ? 1 : -1) * picked.section.stride);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [picked]);
}

function pick({ first, traces, stride }: SectionView, trace: number): void {
  setSection({ pickedTrace: Math.min(first + (traces - 1) * stride, Math.max(first, trace)) });
}

/** Which trace is scored: survey, line, and a click on the section. */
export function TracePicker({
  surveys,
  survey,
  picked,
  line,
  section,
  fault,
  loading,
  score,
  window,
}: {
  readonly surveys: readonly OverviewSurvey[];
  readonly survey: OverviewSurvey;
  readonly picked: PickedTrace | undefined;
  readonly line: SectionLine | undefined;
  readonly section: SectionView | undefined;
  readonly fault: Parameters<typeof FaultNote>[0]["fault"] | undefined;
  readonly loading: boolean;
  readonly score: TraceScore | undefined;
  /** The window that is looked at. */
  readonly window: number;
}): ReactNode {
  const display = useDisplay(survey.name);
  const { layer } = usePainted(sections, section, {
    ...amplitudesOf(display),
    palette: display.palette,
    overlay: undefined,
  });
  const layers = useMemo(() => (layer ? [layer] : []), [layer]);
  useTraceKeys(picked);
  const marks = useMemo((): SectionWindow[] => {
    if (!picked) return [];
    const { section: own } = picked;
    const startMs = own.delayMs;
    const whole = { traceIndex: picked.traceIndex, startMs, endMs: startMs + own.samples * own.intervalMs };
    if (!score || score.traceIndex !== picked.traceIndex || score.isWholeTrace) return [whole];
    return [
      whole,
      { traceIndex: picked.traceIndex, startMs: score.startMs[window]!, endMs: score.endMs[window]! },
    ];
  }, [picked, score, window]);
  const axisName = section?.axis === "trace" ? "Trace" : section?.axis === "inline" ? "Inline" : "Crossline";
  return (
    <Panel
      title="The trace"
      aside={
        <>
          <kbd>,</kbd> <kbd>.</kbd> trace · <kbd>[</kbd> <kbd>]</kbd> line
        </>
      }
    >
      <div className="form-row">
        <LineStepper surveys={surveys} current={survey} line={line} />
        {picked && section && (
          <label className="field">
            {axisName}
            <NumberField
              label={`${axisName} of the trace`}
              value={picked.number}
              onCommit={(number) => {
                pick(picked.section, picked.placeOf(number));
              }}
            />
          </label>
        )}
        {picked && (
          <span className="dim">
            Inline {numberLabel(picked.inline)} · crossline {numberLabel(picked.crossline)} · trace{" "}
            {numberLabel(picked.traceIndex)} of the file
          </span>
        )}
      </div>
      {fault && survey.reachable && fault.code !== "file-missing" && <FaultNote fault={fault} />}
      <div className="serve-section">
        <SectionCanvas
          layers={layers}
          loading={loading}
          windows={marks}
          selectedWindow={marks.length - 1}
          label={`Section ${section?.title ?? survey.name}`}
          onPick={(point) => {
            if (section) pick(section, point.trace);
          }}
        >
          {!survey.reachable && <MissingFile survey={survey} onChooseFiles={() => void openFiles()} />}
        </SectionCanvas>
      </div>
    </Panel>
  );
}
