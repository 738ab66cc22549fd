import type { ReactNode } from "react";
import { applyUpdate } from "../offline/offline.ts";
import { useOffline } from "../offline/use-offline.ts";
import { isBusy, useJobs } from "../state/jobs.ts";

/** A new version waits until the person wants it. */
export function UpdateNote(): ReactNode {
  const updateReady = useOffline(({ updateReady: ready }) => ready);
  const busy = useJobs(({ jobs }) => jobs.some(isBusy));
  if (!updateReady) return null;
  return (
    <div className="update-note" role="status">
      A new version is ready.
      <button type="button" className="button" disabled={busy} onClick={() => void applyUpdate()}>
        Reload with it
      </button>
      {busy && <span className="dim">when the running work has ended</span>}
    </div>
  );
}
