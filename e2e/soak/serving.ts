import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Float32Matrix } from "../../src/quantities/matrix.ts";
import { tracesOf } from "../support/load/scoring-requests.ts";
import type { PacedReport } from "../support/load/paced-load.ts";
import { wholeTraceBundle, wholeTraceLine } from "../support/scoring-bundles.ts";

/** 1: as long as the product's bounds ask for; 0.01: seconds, to see that a soak itself is well. */
const scale = Number(process.env["GEOPHONE_SOAK_SCALE"] ?? 1);

export const isWhole = scale >= 1;
export const scaled = (whole: number, least: number): number => Math.max(least, Math.round(whole * scale));

export interface ServingMaterial {
  readonly folder: string;
  /** The zip of a boosting model of whole traces. */
  readonly bundle: string;
  /** Traces that it can score. */
  readonly traces: Float32Matrix;
  remove(): Promise<void>;
}

export async function servingMaterial(): Promise<ServingMaterial> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-soak-"));
  const bundle = await wholeTraceBundle(folder);
  const traces = await tracesOf(wholeTraceLine(), 951);
  return { folder, bundle, traces, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Requests by what became of them; they add up to those that were due. */
export function inWords({
  due,
  statuses,
  codes,
  dropped,
  unsent,
  sinceDue,
  whyDropped,
}: PacedReport): string {
  const counts = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
  const named = [codes, whyDropped].flatMap((them) => Object.entries(them));
  const why = named.map(([name, count]) => `${name}: ${count}`).join(", ");
  return `${due} due: ${counts.join(", ")}, ${dropped} dropped, ${unsent} never sent${why && ` (${why})`}; p99 ${sinceDue.p99.toFixed(1)} ms since due, most ${sinceDue.largest.toFixed(0)} ms`;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
