import { proxy, transfer, wrap, type Remote } from "comlink";
import type { BackendProbe } from "../adapters/tfjs/compute-ladder.ts";
import type { OfferedFile } from "../adapters/browser/offered-file.ts";
import type { ServiceEvent } from "../services/contract.ts";
import type { ScanFace } from "../services/scan-face.ts";
import type { SectionFace } from "../services/section-face.ts";
import type { WorkspaceService } from "../services/workspace-service.ts";
import computeUrl from "../../workers/compute.ts?worker&url";
import sectionsUrl from "../../workers/sections.ts?worker&url";
import scansUrl from "../../workers/scans.ts?worker&url";
import workspaceUrl from "../../workers/workspace.ts?worker&url";
import { LateWorker } from "./late-worker.ts";
import { followOffers } from "./state/offered-files.ts";
import { trustedScriptUrl } from "../adapters/browser/trusted-types.ts";

function startWorker(url: string, name: string): Worker {
  return new Worker(trustedScriptUrl(url), { type: "module", name });
}

/** The one worker that writes: ingest, labels, features, training, archives. Starts with the page. */
export const workspace: Remote<WorkspaceService<OfferedFile>> = wrap(startWorker(workspaceUrl, "workspace"));

const sectionsWorker = new LateWorker(() => startWorker(sectionsUrl, "sections"));

/** Reads sections for the eye, beside whatever the workspace worker is busy with. Starts with the first that is asked of it. */
export const sections: Remote<SectionFace<ImageBitmap, OfferedFile>> = wrap(sectionsWorker);

/** Starts what the first section needs, so that it is there before a file is chosen. */
export function warmUpSections(): void {
  sectionsWorker.begin();
}

let scanning: Remote<ScanFace<OfferedFile, MessagePort>> | undefined;
let endScanning: (() => void) | undefined;

/** Reads large files to their end behind what a person does. Starts with the first of them. */
export function scans(): Remote<ScanFace<OfferedFile, MessagePort>> {
  if (scanning) return scanning;
  const worker = startWorker(scansUrl, "scans");
  const client: Remote<ScanFace<OfferedFile, MessagePort>> = wrap(worker);
  scanning = client;
  const unfollow = followOffers((files) => void client.offerFiles(files.map(({ file }) => ({ file }))));
  endScanning = () => {
    unfollow();
    void workspace.connectScans(undefined).then(() => {
      worker.terminate();
    });
  };
  const { port1, port2 } = new MessageChannel();
  void scanning.connectTaker(transfer(port1, [port1]));
  void workspace.connectScans(transfer(port2, [port2]));
  return scanning;
}

/** Lets the worker of scans go, with all that it read, once no chosen file waits any more. */
export function endScans(): void {
  endScanning?.();
  endScanning = undefined;
  scanning = undefined;
}

export function listen(listener: (event: ServiceEvent) => void): ReturnType<typeof workspace.connect> {
  return workspace.connect(proxy(listener));
}

/** What this machine can train on; measured in a worker that is gone afterwards. */
export async function probeBackends(): Promise<BackendProbe[]> {
  const worker = startWorker(computeUrl, "compute");
  try {
    return await wrap<{ probe(): Promise<BackendProbe[]> }>(worker).probe();
  } finally {
    worker.terminate();
  }
}
