import type { ReadBundle, ReadBundleOptions } from "../../pipeline/bundle/contract.ts";
import type { ScorerProgram } from "../../adapters/node/scoring/contract.ts";
import type { KeyRing } from "./keys.ts";

/** A bundle that this server has proved and answers with. */
export interface ServedModel {
  readonly bundle: ReadBundle;
  /** SHA-256 of the zip, hex. */
  readonly sha256: string;
  /** What answers call it: the first 12 digits of `sha256`. */
  readonly version: string;
  /** ISO 8601. */
  readonly loadedAt: string;
}

export interface ServerOptions {
  /** Where the bundle is; read again at each reload. */
  readonly bundleFile: string;
  readonly trust?: ReadBundleOptions;
  readonly scorer: ScorerProgram;
  /** Scoring processes, at least 1. */
  readonly scorers: number;
  readonly codeVersion: string;
  /** Largest body in bytes, however it is sent. */
  readonly maxBodyBytes: number;
  /** Largest SEG-Y body in bytes. */
  readonly maxSegyBytes: number;
  /** Folder that `/batch_predict` reads from and writes to; absent: there is no such route's work. */
  readonly root?: string;
  /** Absent: nobody has to show a key, and only requests to the server's own names are answered. */
  readonly keys?: KeyRing;
  /** Names that a request's Host may have besides those of this machine's loopback; for servers without keys. */
  readonly allowedHosts: readonly string[];
  /** Requests that one key (or, without keys, one address) may make in a minute; absent: as many as it likes. */
  readonly requestsPerMinute?: number;
  /** A request that has not come whole after this time is dropped, and so is a connection on which nothing moves. */
  readonly requestTimeoutMs: number;
  /** The golden windows are scored again so often, in this process and in each that scores. */
  readonly proveEveryMs: number;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
  readonly now: () => string;
}
