import type { ReactNode } from "react";
import { sections } from "../clients.ts";
import { openFiles } from "../shell/open-files.ts";
import { useOutlines } from "../state/outlines.ts";
import { useOverview } from "../state/query.ts";
import { reconnectSurveys } from "../state/reconnect.ts";
import { SectionPage } from "./section-page.tsx";
import { useSectionLink } from "./use-section-link.ts";

export function SectionRoute(): ReactNode {
  const { data: overview } = useOverview();
  const outlines = useOutlines();
  useSectionLink();
  if (!overview) return <div className="loading" aria-busy="true" />;
  // Files that the browser remembers come back with one word of the person; others are chosen anew.
  const remembered = overview.surveys.filter(({ reach }) => reach === "asks");
  return (
    <SectionPage
      sections={sections}
      overview={overview}
      outlines={outlines}
      onChooseFiles={() => void (remembered.length > 0 ? reconnectSurveys(remembered) : openFiles())}
    />
  );
}
