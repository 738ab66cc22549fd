import type { NetworkTrainer } from "../models/contract.ts";
import type { ByteSource, SegyFile } from "../segy/contract.ts";
import type { Workspace } from "../workspace/contract.ts";
import type { SurveyScan } from "./scan-survey.ts";

/** A file that the house opened for us and wants back. */
export interface OpenedSource extends ByteSource {
  /** When the file was last changed, ms since 1970: a hint that it may be another now. */
  readonly modifiedMs: number;
  close(): Promise<void>;
}

/** How far a step is. `total` is 0 while it is not known. */
export interface StepProgress {
  readonly step: string;
  /** What is being worked on: a file, a line. */
  readonly detail: string;
  readonly done: number;
  readonly total: number;
  /** While a model trains: weighted mean −log p(label) after this iteration or epoch. */
  readonly loss?: number;
}

/** All that the steps need from the house they run in: nothing here is the pipeline's own to make. */
export interface StepPorts {
  /** Opens a file by the location that the house gave it (a path, a handle's key). */
  openSource(location: string): Promise<OpenedSource>;
  /** ISO 8601, UTC. */
  now(): string;
  /** Who acts, for the history of the registry; absent: "unknown". */
  readonly who?: string;
  /** Seconds since any fixed moment; only differences count. */
  elapsedSeconds(): number;
  readonly codeVersion: string;
  networkTrainer(): Promise<NetworkTrainer>;
  readonly onProgress?: (progress: StepProgress) => void;
  readonly signal?: AbortSignal;
  /**
   * A scan of this very file, read alike, that the house made before, or is making: then it is waited for. Undefined where
   * there is none.
   */
  readonly finishedScan?: (
    source: OpenedSource,
    segy: SegyFile,
    onProgress: (traces: number) => void,
    signal?: AbortSignal,
  ) => Promise<SurveyScan | undefined>;
  /** Lets the house breathe (paint, take a cancel) between pieces of work. */
  readonly yieldControl?: () => Promise<void>;
}

export interface WorkspacePorts extends StepPorts {
  readonly workspace: Workspace;
}
