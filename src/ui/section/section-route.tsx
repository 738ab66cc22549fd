import type { ReactNode } from "react";
import { sections } from "../clients.ts";
import { openFiles } from "../shell/open-files.ts";
import { useOverview } from "../state/query.ts";
import { SectionPage } from "./section-page.tsx";

export function SectionRoute(): ReactNode {
  const { data: overview } = useOverview();
  if (!overview) return <div className="loading" aria-busy="true" />;
  return <SectionPage sections={sections} overview={overview} onChooseFiles={() => void openFiles()} />;
}
