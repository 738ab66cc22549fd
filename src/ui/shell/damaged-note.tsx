import type { ReactNode } from "react";
import { Link } from "wouter";
import { useJobs } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { many } from "../shared/words.ts";

/** What is wrong with the workspace as a whole, on whichever page the person is. */
export function DamagedNote(): ReactNode {
  const { data: overview, error } = useOverview();
  const connectFault = useJobs(({ connectFault: current }) => current);
  if (connectFault) return <FaultNote fault={connectFault} />;
  if (error)
    return (
      <FaultNote
        fault={{
          code: "workspace-unreadable",
          kind: "internal",
          message: "what this browser keeps for Geophone cannot be read",
          advice: "Reload the page. If it stays so, restore an archive in a fresh profile.",
          detail: String(error),
        }}
      />
    );
  if (!overview || overview.damaged.length === 0) return null;
  return (
    <div className="notice" role="status">
      <p>
        {many(overview.damaged.length, "record")} of this workspace cannot be read; everything else is here.
        Check everything under <Link href="/storage">Storage</Link> names{" "}
        {overview.damaged.length === 1 ? "it" : "them"}.
      </p>
    </div>
  );
}
