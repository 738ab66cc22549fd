import { FolderOpen, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { navigate } from "wouter/use-browser-location";
import { backendNames, useCompute } from "../shell/compute-store.ts";
import { openFiles } from "../shell/open-files.ts";
import { isBusy, runJob, useJobOf, useJobs } from "../state/jobs.ts";
import { FaultNote } from "../shared/fault-note.tsx";

async function openDemo(): Promise<void> {
  const job = await runJob({ kind: "demo" });
  // Not away from wherever the person has gone meanwhile.
  if (job.state === "done" && location.pathname === "/") navigate("/section");
}

function ComputeList(): ReactNode {
  const probes = useCompute(({ probes: found }) => found);
  if (!probes) return <p className="dim">Measuring what this machine computes with …</p>;
  return (
    <ul className="compute-list">
      {probes.map(({ name, available, correct, software, stepsPerSecond, reason, adapter }) => (
        <li key={name} className={correct ? "" : "faint"} title={adapter ?? reason}>
          <span className={`dot ${correct ? (software ? "part" : "on") : "off"}`} />
          <b>{backendNames[name] ?? name}</b>
          <span className="dim">
            {correct
              ? `${Math.round(stepsPerSecond)} training steps a second${software ? ", imitated in software" : ""}`
              : available
                ? "computes wrongly here: not used"
                : "not here"}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The first minute: two ways in, and what stays where. */
export function Landing(): ReactNode {
  const demo = useJobOf("demo");
  const writer = useJobs(({ writer: current }) => current);
  const busy = isBusy(demo);
  return (
    <div className="landing">
      <h1>From SEG-Y to a classifier you can defend</h1>
      <p className="dim">
        Open lines with their labels, train, and see the score beside what chance and depth alone would give.
      </p>
      <div className="actions">
        <button type="button" className="button primary" onClick={() => void openFiles()}>
          <FolderOpen size={15} aria-hidden />
          Open SEG-Y
        </button>
        <button
          type="button"
          className="button"
          disabled={busy || writer === false}
          onClick={() => void openDemo()}
        >
          <Sparkles size={15} aria-hidden />
          {busy ? "Making the demo survey …" : "Open the demo survey"}
        </button>
        <span className="faint">or drop files anywhere on this window</span>
      </div>
      {demo?.state === "failed" && demo.fault && <FaultNote fault={demo.fault} />}
      <div className="landing-columns">
        <section>
          <h2>What stays on this machine</h2>
          <p>
            Everything. SEG-Y files are read where they are, in blocks, and never copied or uploaded. Headers,
            features, models and scores are kept in this browser&apos;s own storage, and leave it only as
            files that you save.
          </p>
        </section>
        <section>
          <h2>What this machine can compute with</h2>
          <ComputeList />
        </section>
      </div>
    </div>
  );
}
