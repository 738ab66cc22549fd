import { userInfo } from "node:os";
import path from "node:path";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { openFolderStorage } from "../../adapters/node/folder-storage.ts";
import type { StepPorts, WorkspacePorts } from "../../pipeline/steps/context.ts";
import { openWorkspace } from "../../pipeline/workspace/contract.ts";
import type { ProgressLine } from "./progress-line.ts";

declare const __CODE_VERSION__: string | undefined;

/** Version of the running code; "source" when it runs unbuilt. */
export const codeVersion = typeof __CODE_VERSION__ === "string" ? __CODE_VERSION__ : "source";

/** The operating system's name of whoever runs this; some containers have none. */
function operatingSystemUser(): string | undefined {
  try {
    return userInfo().username || undefined;
  } catch {
    return undefined;
  }
}

/** The house of the CLI: files, the clock, tfjs on this machine, Ctrl-C. */
export function nodePorts(progress: ProgressLine, signal: AbortSignal): StepPorts {
  return {
    openSource: (location) => openFileSource(location),
    now: () => new Date().toISOString(),
    who: operatingSystemUser(),
    elapsedSeconds: () => performance.now() / 1000,
    codeVersion,
    networkTrainer: async () => {
      // Loaded on demand: most commands need no network library, and it takes a while to load.
      const { createNodeNetworkTrainer } = await import("../../adapters/tfjs/node-backend.ts");
      return createNodeNetworkTrainer();
    },
    onProgress: (state) => {
      progress.show(state);
    },
    signal,
    yieldControl: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

export async function workspacePorts(
  ports: StepPorts,
  folder: string,
  create: boolean,
): Promise<WorkspacePorts> {
  const storage = await openFolderStorage(path.resolve(folder));
  return { ...ports, workspace: await openWorkspace(storage, { create, now: () => ports.now() }) };
}
