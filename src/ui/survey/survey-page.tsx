import type { ReactNode } from "react";
import { useIncoming } from "../state/incoming.ts";
import { useJobs } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { IncomingFiles } from "./incoming-files.tsx";
import { Landing } from "./landing.tsx";
import { SurveyList } from "./survey-list.tsx";

export function SurveyPage(): ReactNode {
  const { data: overview, error } = useOverview();
  const incoming = useIncoming(({ files }) => files);
  const connectFault = useJobs(({ connectFault: current }) => current);
  if (connectFault ?? error)
    return (
      <div className="empty-page">
        <FaultNote
          fault={
            connectFault ?? {
              code: "workspace-unreadable",
              kind: "internal",
              message: "what this browser keeps for Geophone cannot be read",
              advice: "Reload the page. If it stays so, save an archive under Storage and start afresh.",
              detail: String(error),
            }
          }
        />
      </div>
    );
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
