import type { ReactNode } from "react";
import { useIncoming } from "../state/incoming.ts";
import { useOverview } from "../state/query.ts";
import { IncomingFiles } from "./incoming-files.tsx";
import { Landing } from "./landing.tsx";
import { SurveyList } from "./survey-list.tsx";

export function SurveyPage(): ReactNode {
  const { data: overview } = useOverview();
  const incoming = useIncoming(({ files }) => files);
  if (!overview) return <div className="loading" aria-busy="true" />;
  const isEmpty = overview.surveys.length === 0 && incoming.length === 0;
  return (
    <div className={isEmpty ? "survey-page landing-page" : "survey-page"}>
      {isEmpty && <Landing />}
      {incoming.length > 0 && <IncomingFiles files={incoming} overview={overview} />}
      {overview.surveys.length > 0 && <SurveyList overview={overview} />}
    </div>
  );
}
