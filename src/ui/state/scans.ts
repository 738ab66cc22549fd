import { proxy } from "comlink";
import { create } from "zustand";
import type { SegyReading } from "../../pipeline/segy/contract.ts";
import type { Fault } from "../../services/contract.ts";
import type { LineTraces } from "../../services/line-runs.ts";
import type { ScanProgress, ScanSummary } from "../../services/scan-contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import { endScans, scans } from "../clients.ts";

/** The scan of a chosen file's trace headers. */
export interface FileScan {
  readonly state: "running" | "done" | "stopped" | "failed";
  readonly reading: SegyReading;
  readonly progress?: ScanProgress;
  readonly summary?: ScanSummary;
  readonly fault?: Fault;
  /** The line that the person looks at; absent: the file's first. */
  readonly line?: LineTraces;
}

interface ScansState {
  /** By location. */
  readonly files: Readonly<Record<string, FileScan>>;
}

export const useScans = create<ScansState>(() => ({ files: {} }));

/** Changes a scan, unless another one of the file has begun since or it was let go. */
function change(location: string, reading: SegyReading, update: Partial<FileScan>): void {
  useScans.setState(({ files }) => {
    const known = files[location];
    return known?.reading === reading
      ? { files: { ...files, [location]: { ...known, ...update } } }
      : { files };
  });
}

/** Scans a file behind what the person does. @returns what was found; undefined where it was cancelled, failed or let go */
export async function scanFile(location: string, reading: SegyReading): Promise<ScanSummary | undefined> {
  const client = scans();
  useScans.setState(({ files }) => ({ files: { ...files, [location]: { state: "running", reading } } }));
  const answer = await client.scan(
    { location, reading },
    proxy((progress: ScanProgress) => {
      change(location, reading, { progress });
    }),
  );
  if (answer.ok) change(location, reading, { state: "done", summary: answer.value });
  else if (answer.fault.kind === "cancelled") change(location, reading, { state: "stopped" });
  else change(location, reading, { state: "failed", fault: answer.fault });
  return answer.ok && useScans.getState().files[location]?.reading === reading ? answer.value : undefined;
}

export function cancelScan(location: string): void {
  void scans().cancel(location);
}

/** The file is left out, taken in or read in another way. */
export function forgetScan(location: string): void {
  if (!useScans.getState().files[location]) return;
  useScans.setState(({ files }) => ({
    files: Object.fromEntries(Object.entries(files).filter(([name]) => name !== location)),
  }));
  if (Object.keys(useScans.getState().files).length === 0) endScans();
  else void scans().forget(location);
}

/** Shows the line nearest to the one asked for; undefined: the file's first. */
export async function lookAtLine(location: string, asked: SectionLine | undefined): Promise<void> {
  const reading = useScans.getState().files[location]?.reading;
  if (!reading) return;
  const line = asked && (await scans().line(location, asked));
  change(location, reading, { line });
}
