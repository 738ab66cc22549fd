import type { ReactNode } from "react";
import type { ScanProgress, ScanSummary } from "../../services/scan-contract.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { count, many, range } from "../shared/words.ts";
import { scanIncoming } from "../state/incoming.ts";
import { cancelScan, useScans, type FileScan } from "../state/scans.ts";
import { LineLook } from "./line-look.tsx";

/** Lines that the scan has come by, for a person who waits for one. */
const soFar = ({ done, traces, inlines, crosslines }: ScanProgress): string =>
  `${count(done)} of ${count(traces)}${inlines && crosslines ? ` · inline ${range(inlines)}, crossline ${range(crosslines)}` : ""}`;

function found({ traces, quality }: ScanSummary): string {
  const parts = [`All ${count(traces)} trace headers are read`];
  if (quality)
    parts.push(
      quality.deadTraces > 0 ? many(quality.deadTraces, "dead trace") : "no dead trace",
      ...(quality.tracesWithNonFinite > 0
        ? [`${many(quality.tracesWithNonFinite, "trace")} with NaN or infinity`]
        : []),
    );
  return parts.join(" · ");
}

function Words({
  location,
  scan,
  disabled,
}: {
  location: string;
  scan: FileScan;
  disabled: boolean;
}): ReactNode {
  const { state, progress, summary, fault } = scan;
  const again = (
    <button type="button" className="button" disabled={disabled} onClick={() => void scanIncoming(location)}>
      Read them now
    </button>
  );
  switch (state) {
    case "running":
      return (
        <>
          <progress
            aria-label={`Reading all trace headers of ${location}`}
            max={progress?.traces}
            value={progress?.done}
          />
          <span className="dim">
            {progress ? `Reading all trace headers: ${soFar(progress)}` : "All trace headers will be read …"}
          </span>
          <CancelButton
            onCancel={() => {
              cancelScan(location);
            }}
          />
        </>
      );
    case "stopped":
      return (
        <>
          <span className="dim">
            Trace headers are read {progress ? `as far as ${soFar(progress)}` : "in places"}; taking the file
            in reads them all.
          </span>
          {again}
        </>
      );
    case "failed":
      return fault ? <FaultNote fault={fault}>{again}</FaultNote> : again;
    case "done":
      return summary && <span className="dim">{found(summary)}</span>;
  }
}

/** How far the trace headers of a large file are read, and any line of those that are. */
export function ScanNote({
  location,
  disabled,
}: {
  readonly location: string;
  readonly disabled: boolean;
}): ReactNode {
  const scan = useScans(({ files }) => files[location]);
  if (!scan) return null;
  return (
    <div className="scan-note">
      <div className="scan-words">
        <Words location={location} scan={scan} disabled={disabled} />
      </div>
      {scan.progress && <LineLook location={location} scan={scan} progress={scan.progress} />}
    </div>
  );
}
