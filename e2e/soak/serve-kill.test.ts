import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../src/numerics/random.ts";
import { startLoad } from "../support/load/run-load.ts";
import { binaryRequest, singleRequests } from "../support/load/scoring-requests.ts";
import { describeWithData } from "../support/peers.ts";
import { startScoringServer } from "../support/serve.ts";
import { inWords, pause, scaled, servingMaterial, type ServingMaterial } from "./serving.ts";

const kills = scaled(100, 3);
const seed = Number(process.env["GEOPHONE_SEED"] ?? randomInt(1_000_000));

describeWithData("a server whose scorers are killed", () => {
  let material: ServingMaterial;
  beforeAll(async () => {
    material = await servingMaterial();
  });
  afterAll(() => material.remove());

  it(`answers every request in ${kills} kills`, async () => {
    const { bundle, traces } = material;
    const random = seededRandom(seed, "kill");
    const server = await startScoringServer({ bundle, args: ["--scorers", "2"] });
    onTestFinished(() => void server.process.kill("SIGKILL"));
    // Half are batches, so that a scorer is at one most of the time.
    const singles = singleRequests(traces);
    const requests = singles.flatMap((single, i) => [single, binaryRequest(traces, i, 600)]);
    const load = await startLoad({
      port: server.port,
      requests,
      perSecond: 60,
      seconds: 3600,
      connections: 64,
    });
    for (let kill = 0; kill < kills; kill++) {
      await expect.poll(() => server.scorers().length, { timeout: 30_000 }).toBe(2);
      await pause(700 * random.next());
      const scorers = server.scorers();
      process.kill(scorers[Math.floor(random.next() * scorers.length)]!, "SIGKILL");
    }
    await pause(1000);
    load.stop();
    const report = await load.report;
    const told = `${kills} × SIGKILL of a scorer (GEOPHONE_SEED=${seed}): ${inWords(report)}`;
    console.log(told);
    expect(server.process.exitCode, server.log().slice(-2000)).toBeNull();
    expect(report.statuses, told).toEqual({ 200: report.due });
    await server.close();
  });
});
