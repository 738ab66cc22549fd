import type { NetworkTrainer } from "../../pipeline/models/contract.ts";
import type { StepPorts } from "../../pipeline/steps/context.ts";
import { nextTask } from "./next-task.ts";
import { scanLink } from "./scan-link.ts";
import { browserSources } from "./browser-sources.ts";
import { deleteEverything, openBrowserStorage, sweepUnfinished } from "./browser-storage.ts";
import { jobRecords } from "./job-records.ts";
import { createOutgoingFile, sweepOutgoing } from "./outgoing-files.ts";
import { announceChange, joinTabs } from "./writer-lock.ts";
import type { OfferedFile } from "./offered-file.ts";

declare const __CODE_VERSION__: string;

/** The house of the workspace service in a browser's worker. */
export function workspacePorts<Request>() {
  const sources = browserSources();
  const scans = scanLink();
  let isWriter = false;
  const storage = openBrowserStorage({ mayWrite: () => isWriter });
  const takeOver = async (): Promise<void> => {
    isWriter = true;
    // What cannot be swept (a file that another tab still holds) is swept by a later writer.
    await Promise.allSettled([sweepUnfinished(), sweepOutgoing()]);
  };
  return {
    storage,
    steps: {
      openSource: sources.open,
      now: () => new Date().toISOString(),
      elapsedSeconds: () => performance.now() / 1000,
      codeVersion: __CODE_VERSION__,
      yieldControl: nextTask,
      finishedScan: scans.finishedScan,
    },
    connectScans: scans.connect,
    networkTrainer: async (backend: string): Promise<NetworkTrainer> => {
      const { backendNames, createBrowserNetworkTrainer } = await import("../tfjs/browser-backends.ts");
      return createBrowserNetworkTrainer(backendNames.find((name) => name === backend) ?? "auto");
    },
    jobs: jobRecords<Request>(),
    newId: () => crypto.randomUUID(),
    offer: async (files: readonly OfferedFile[]) => {
      sources.offer(files);
      await sources.remember(files);
    },
    reach: (location: string) => sources.reach(location),
    createOutgoing: createOutgoingFile,
    makeDemo: async (ports: Pick<StepPorts, "onProgress" | "signal">) =>
      (await import("./demo-files.ts")).makeDemoFiles(ports),
    deleteEverything,
    announceChange,
    join: async (on: { readonly writer: () => void; readonly change: () => void }) => {
      const joined = await joinTabs({
        change: on.change,
        writer: () => void takeOver().then(on.writer),
      });
      if (joined.writer) await takeOver();
      return joined;
    },
  };
}
