import { useSyncExternalStore, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { openLine, useSectionStore } from "../section/section-store.ts";
import { useOutlines } from "../state/outlines.ts";
import { useOverview } from "../state/query.ts";
import { EmptyPage, Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { BinsPage } from "./bins-page.tsx";
import { setMap, useMapStore } from "./map-store.ts";
import { SurveyMap } from "./survey-map.tsx";

const onResize = (changed: () => void): (() => void) => {
  window.addEventListener("resize", changed);
  return () => {
    window.removeEventListener("resize", changed);
  };
};

export function MapPage(): ReactNode {
  const windowHeight = useSyncExternalStore(onResize, () => window.innerHeight);
  const { data: overview } = useOverview();
  const outlines = useOutlines();
  const [, navigate] = useLocation();
  const survey = useSectionStore((state) => state.survey);
  const line = useSectionStore((state) => state.line);
  const kind = useMapStore((state) => state.kind);
  const chosen = useMapStore((state) => state.survey);
  if (!overview) return <div className="loading" aria-busy="true" />;
  const { surveys } = overview;
  const shown = surveys.find(({ name }) => name === (chosen ?? survey)) ?? surveys[0];
  if (!shown)
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
          Lines and volumes by the coordinates of their headers, and the bins of each: which hold traces,
          which are missing, which are there twice. Whoever chooses lines to train and to test on sees here
          which of them are neighbours.
        </p>
      </EmptyPage>
    );
  const choice = (
    <Segmented
      label="Map of"
      value={kind}
      choices={[
        { value: "lines", label: "Lines" },
        { value: "bins", label: "Bins" },
      ]}
      onChange={(wanted) => {
        setMap({ kind: wanted });
      }}
    />
  );
  if (kind === "bins")
    return (
      <div className="map-page">
        <BinsPage key={shown.name} overview={overview} survey={shown}>
          {choice}
        </BinsPage>
      </div>
    );
  return (
    <div className="map-page lines">
      <div className="map-toolbar" role="toolbar" aria-label="Map">
        {choice}
      </div>
      <Panel
        title="Map"
        aside="click a line to open it; in a volume, a click opens the inline there, with Shift the crossline"
      >
        <SurveyMap
          outlines={outlines}
          current={survey === undefined ? undefined : { survey, line }}
          height={Math.max(320, Math.min(640, windowHeight - 230))}
          onOpen={(name, opened) => {
            openLine(name, opened);
            navigate("/section");
          }}
        />
      </Panel>
    </div>
  );
}
