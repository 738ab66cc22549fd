import { Maximize2 } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Overview, OverviewSurvey } from "../../services/contract.ts";
import { usualClip, type SectionLine } from "../../services/section-contract.ts";
import { sections } from "../clients.ts";
import { SectionCanvas } from "../section/section-canvas.tsx";
import { openLine, useSectionStore } from "../section/section-store.ts";
import { usePainted, useSection } from "../section/use-section.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";

/** A volume is shown by its middle inline: its edges are often thin. */
function lineOf(survey: OverviewSurvey): SectionLine | undefined {
  if (survey.orientation !== "volume") return undefined;
  const { min, max } = survey.inlines;
  return { axis: "inline", number: Math.round((min + max) / 2) };
}

/** What the open survey looks like, beside what its headers say. */
export function SurveyPreview({ overview }: { readonly overview: Overview }): ReactNode {
  const [, navigate] = useLocation();
  const chosen = useSectionStore(({ survey }) => survey);
  const chosenLine = useSectionStore(({ line }) => line);
  const open = overview.surveys.filter(({ reach }) => reach === "open");
  const survey = open.find(({ name }) => name === chosen) ?? open[0];
  const line = survey && (survey.name === chosen && chosenLine ? chosenLine : lineOf(survey));
  const { section, fault, loading } = useSection({ sections, survey: survey?.name, line, viewer: "survey" });
  const { layer } = usePainted(sections, section, { palette: "grey", clip: usualClip, overlay: undefined });
  const layers = useMemo(() => (layer ? [layer] : []), [layer]);
  if (!survey) return null;
  return (
    <Panel
      title={section ? `${survey.name}${line ? `, ${line.axis} ${line.number}` : ""}` : survey.name}
      aside={
        <button
          type="button"
          className="button"
          onClick={() => {
            openLine(survey.name, line);
            navigate("/section");
          }}
        >
          <Maximize2 size={13} aria-hidden />
          Open in Section
        </button>
      }
    >
      {fault && <FaultNote fault={fault} />}
      <div className="survey-preview">
        <SectionCanvas layers={layers} loading={loading} label={`Section of ${survey.name}`} />
      </div>
    </Panel>
  );
}
