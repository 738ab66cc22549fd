import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runClosedLoad, runLoad } from "../e2e/support/load/run-load.ts";
import type { PacedReport } from "../e2e/support/load/paced-load.ts";
import { binaryBody, singleRequests, tracesOf } from "../e2e/support/load/scoring-requests.ts";
import { wholeTraceBundle, wholeTraceLine } from "../e2e/support/scoring-bundles.ts";
import { startScoringServer } from "../e2e/support/serve.ts";
import { print, printBound, printLeast, servingBounds } from "./bounds.ts";

/** Of each measure; a quiet machine needs no more, and `npm run soak -- serve-memory` has ten minutes of it. */
const seconds = Number(process.env["GEOPHONE_BENCH_SECONDS"] ?? 20);
const rowsPerBatch = 1000;

const ms = (value: number): string => `${value.toFixed(1)} ms`;

function described({ statuses, codes, sinceDue, sinceSent, late, cpuShare, due }: PacedReport): string {
  const counts = Object.entries({ ...statuses, ...codes }).map(([name, count]) => `${count} × ${name}`);
  return `     ${due} due: ${counts.join(", ")}; since due p50 ${ms(sinceDue.p50)}, p99 ${ms(sinceDue.p99)}, most ${ms(sinceDue.largest)}; since sent p99 ${ms(sinceSent.p99)}; ${late} waited for a connection; the load took ${(100 * cpuShare).toFixed(0)} % of a core`;
}

/**
 * `geophone serve` with boosting of 100 rounds on whole traces of 462 samples, under load from a second process on the same
 * cores. Three ways: as many requests as are answered (autocannon, closed loop); requests at an even pace, each timed from when
 * it was due, so that a stall counts for all that fell due in it; and three times that pace, where the server may refuse (503)
 * what it has no time for, and must answer the rest in time.
 */
export async function serveBench(): Promise<void> {
  const bounds = servingBounds;
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  const server = await startScoringServer({ bundle: await wholeTraceBundle(folder) });
  try {
    const traces = await tracesOf(wholeTraceLine(), rowsPerBatch - 50);
    const singles = singleRequests(traces);
    const bodyOf = (request: Buffer): Uint8Array => request.subarray(request.indexOf("\r\n\r\n") + 4);
    const json = { "Content-Type": "application/json" };
    const url = `${server.url}/predict`;
    const { port } = server;
    // Code into the compiler.
    await runClosedLoad({ url, headers: json, bodies: singles.map(bodyOf), connections: 8, seconds: 3 });

    const most = await runClosedLoad({
      url,
      headers: json,
      bodies: singles.map(bodyOf),
      connections: 16,
      seconds,
    });
    const old = `; the old server's target was ${bounds.old.perSecond}`;
    printLeast("single traces as JSON, requests a second", most.perSecond, bounds.perSecond, old);
    printBound(
      "their p99, 16 clients that wait for their answers",
      most.p99,
      bounds.p99Ms,
      "ms",
      `; the old target was ${bounds.old.p99Ms} ms; p50 ${ms(most.p50)}, most ${ms(most.largest)}`,
    );
    if (most.failed > 0) throw new Error(`${most.failed} of ${most.answered} requests failed`);

    const order = { port, requests: singles, seconds, connections: 64, openBy: "/live" };
    const paced = await runLoad({ ...order, perSecond: bounds.perSecond });
    printBound(
      `p99 since due at ${bounds.perSecond} requests a second, evenly`,
      paced.sinceDue.p99,
      bounds.p99Ms,
      "ms",
    );
    print(described(paced));
    printBound(
      "of those, requests without a good answer",
      paced.due - (paced.statuses["200"] ?? 0),
      0,
      "requests",
    );

    const headers = { "Content-Type": "application/octet-stream", Accept: "application/octet-stream" };
    const batches = Array.from({ length: 4 }, (_, i) => binaryBody(traces, i * 100, rowsPerBatch));
    const batch = await runClosedLoad({ url, headers, bodies: batches, connections: 4, seconds });
    printLeast(
      `binary batches of ${rowsPerBatch}, traces a second`,
      batch.perSecond * rowsPerBatch,
      bounds.tracesPerSecond,
      `, 4 clients; p99 ${ms(batch.p99)}`,
    );
    if (batch.failed > 0) throw new Error(`${batch.failed} of ${batch.answered} batches failed`);

    const threefold = await runLoad({ ...order, perSecond: 3 * bounds.perSecond, connections: 1000 });
    printBound(
      `p99 since due of what was accepted at ${3 * bounds.perSecond} requests a second`,
      threefold.sinceDue.p99,
      bounds.overloadP99Ms,
      "ms",
    );
    print(described(threefold));
    const failed = Object.entries(threefold.statuses).reduce(
      (sum, [status, count]) => sum + (status === "200" || status === "503" ? 0 : count),
      threefold.dropped + threefold.unsent,
    );
    printBound("of those, neither answered nor refused by 503", failed, 0, "requests");
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
