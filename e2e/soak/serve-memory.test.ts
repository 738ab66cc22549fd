import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { servingBounds } from "../../bench/bounds.ts";
import { startLoad } from "../support/load/run-load.ts";
import { singleRequests } from "../support/load/scoring-requests.ts";
import { describeWithData } from "../support/peers.ts";
import { startScoringServer } from "../support/serve.ts";
import { inWords, isWhole, pause, scaled, servingMaterial, type ServingMaterial } from "./serving.ts";

const seconds = scaled(600, 10);
/** Growth that a run may show after its first fifth, while V8 finds its sizes: of ten minutes and of a short form alike. */
const mostGrowth = 32 << 20;

/** Theil and Sen's slope, the median of those between all pairs: a collection of garbage now and then does not turn it. */
function slopeOf(values: readonly number[]): number {
  const slopes = values.flatMap((value, i) =>
    values.slice(i + 1).map((later, k) => (later - value) / (k + 1)),
  );
  return slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)] ?? NaN;
}

describeWithData("a server that is asked three times what it has to bear", () => {
  let material: ServingMaterial;
  beforeAll(async () => {
    material = await servingMaterial();
  });
  afterAll(() => material.remove());

  it(`keeps its memory and its answers in time for ${seconds} s`, async () => {
    const server = await startScoringServer({ bundle: material.bundle });
    onTestFinished(() => void server.process.kill("SIGKILL"));
    const load = await startLoad({
      port: server.port,
      requests: singleRequests(material.traces),
      perSecond: 3 * servingBounds.perSecond,
      seconds,
      connections: 1000,
      openBy: "/live",
    });
    const resident: number[] = [];
    const every = Math.max(250, (seconds * 1000) / 600);
    const from = performance.now();
    while (performance.now() - from < seconds * 1000) {
      await pause(every);
      resident.push(server.residentBytes());
    }
    const report = await load.report;
    const settled = resident.slice(Math.floor(resident.length / 5));
    const growth = slopeOf(settled) * settled.length;
    const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    const told = `${mib(settled[0]!)} after the first fifth, ${mib(settled.at(-1)!)} at the end, at most ${mib(Math.max(...resident))}; by its slope ${mib(growth)} in ${((settled.length * every) / 1000).toFixed(0)} s (bound ${mib(mostGrowth)}); ${inWords(report)}`;
    console.log(told);
    expect(growth, told).toBeLessThan(mostGrowth);
    const faults = Object.keys(report.statuses).filter((status) => status !== "200" && status !== "503");
    expect(faults, told).toEqual([]);
    expect(report.dropped, told).toBe(0);
    expect(report.statuses["200"], told).toBeGreaterThan(0);
    // A short form runs beside other tests, which have the cores too.
    if (isWhole) expect(report.sinceDue.p99, told).toBeLessThan(servingBounds.overloadP99Ms);
    await server.close();
  });
});
