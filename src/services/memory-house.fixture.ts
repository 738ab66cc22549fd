import { createNodeNetworkTrainer } from "../adapters/tfjs/node-backend.ts";
import { demoDefaults, writeDemoSurvey, type DemoOptions } from "../pipeline/demo/contract.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ByteSink } from "../pipeline/segy/contract.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { memoryStorage } from "../pipeline/workspace/memory-storage.fixture.ts";
import type { Job } from "./contract.ts";
import type { WorkspaceServicePorts } from "./workspace-service.ts";

export interface MemoryFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Collects what is written. */
export function memorySink(): ByteSink & { bytes(): Uint8Array<ArrayBuffer> } {
  const parts: Uint8Array[] = [];
  return {
    write: async (bytes) => void parts.push(bytes.slice()),
    bytes: () => {
      const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}

/** A small survey with every class on its lines. */
export const smallDemo: DemoOptions = { ...demoDefaults, seed: 7, inlines: 20, crosslines: 48, samples: 200 };

export async function demoFiles(
  options: DemoOptions = smallDemo,
): Promise<readonly [MemoryFile, MemoryFile]> {
  const sinks = { survey: memorySink(), labels: memorySink(), labelTable: memorySink() };
  await writeDemoSurvey(options, sinks);
  return [
    { name: "demo.sgy", bytes: sinks.survey.bytes() },
    { name: "demo.labels.csv", bytes: sinks.labelTable.bytes() },
  ];
}

function sourceOf({ name, bytes }: MemoryFile): OpenedSource {
  return {
    name,
    sizeBytes: bytes.length,
    modifiedMs: 1,
    read: async (offset, length) => bytes.slice(offset, offset + length),
    close: async () => undefined,
  };
}

/** What outlives a tab: storage and begun jobs. */
export function memoryProfile() {
  return { storage: memoryStorage(), jobs: new Map<string, Pick<Job, "id" | "request" | "startedAt">>() };
}

/** The house of the workspace service in a test's memory: one of these is one tab. */
export function memoryHouse(
  profile = memoryProfile(),
  { writer = true }: { readonly writer?: boolean } = {},
): WorkspaceServicePorts<MemoryFile> & { readonly files: Map<string, MemoryFile>; becomeWriter(): void } {
  const files = new Map<string, MemoryFile>();
  let ids = 0;
  let second = 0;
  let onWriter = (): void => undefined;
  return {
    files,
    becomeWriter: () => {
      onWriter();
    },
    storage: profile.storage,
    steps: {
      openSource: async (location) => {
        const file = files.get(location);
        if (!file) throw new InputError("file-missing", `${location} is not open in this tab`);
        return sourceOf(file);
      },
      now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, second++)).toISOString(),
      elapsedSeconds: () => performance.now() / 1000,
      codeVersion: "test",
      yieldControl: () => new Promise((resolve) => setImmediate(resolve)),
    },
    networkTrainer: () => createNodeNetworkTrainer(),
    jobs: {
      put: async (job) => void profile.jobs.set(job.id, job),
      remove: async (id) => void profile.jobs.delete(id),
      list: async () => [...profile.jobs.values()],
    },
    newId: () => `job-${profile.jobs.size}-${ids++}`,
    offer: async (offered) => {
      for (const file of offered) files.set(file.name, file);
    },
    reach: async (location) => (files.has(location) ? "open" : "missing"),
    createOutgoing: async (name, type) => {
      const sink = memorySink();
      return {
        write: (bytes) => sink.write(bytes),
        abort: async () => undefined,
        finish: async () => ({ name, type, blob: new Blob([sink.bytes()]) }),
      };
    },
    makeDemo: async () => {
      for (const file of await demoFiles()) files.set(file.name, file);
      return { survey: "demo.sgy", labels: "demo.labels.csv" };
    },
    deleteEverything: async () => {
      profile.storage.files.clear();
      profile.jobs.clear();
    },
    announceChange: () => undefined,
    join: async (on) => {
      onWriter = on.writer;
      return { writer };
    },
  };
}
