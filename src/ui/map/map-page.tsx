import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { openLine, useSectionStore } from "../section/section-store.ts";
import { useOutlines } from "../state/outlines.ts";
import { useOverview } from "../state/query.ts";
import { EmptyPage, Panel } from "../shared/panel.tsx";
import { SurveyMap } from "./survey-map.tsx";

export function MapPage(): ReactNode {
  const { data: overview } = useOverview();
  const outlines = useOutlines();
  const [, navigate] = useLocation();
  const survey = useSectionStore((state) => state.survey);
  const line = useSectionStore((state) => state.line);
  if (!overview) return <div className="loading" aria-busy="true" />;
  if (overview.surveys.length === 0)
    return (
      <EmptyPage
        title="Map: where the lines lie"
        action={
          <Link href="/" className="button primary">
            Open lines first
          </Link>
        }
      >
        <p>
          Lines and volumes by the coordinates of their headers. Whoever chooses lines to train and to test on
          sees here which of them are neighbours.
        </p>
      </EmptyPage>
    );
  return (
    <Panel
      title="Map"
      aside="click a line to open it; in a volume, a click opens the inline there, with Shift the crossline"
    >
      <SurveyMap
        outlines={outlines}
        current={survey === undefined ? undefined : { survey, line }}
        height={Math.max(320, Math.min(640, window.innerHeight - 190))}
        onOpen={(name, chosen) => {
          openLine(name, chosen);
          navigate("/section");
        }}
      />
    </Panel>
  );
}
