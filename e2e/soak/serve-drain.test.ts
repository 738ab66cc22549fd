import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../src/numerics/random.ts";
import { startLoad } from "../support/load/run-load.ts";
import { binaryRequest, singleRequests } from "../support/load/scoring-requests.ts";
import { describeWithData } from "../support/peers.ts";
import { startScoringServer } from "../support/serve.ts";
import { inWords, pause, scaled, servingMaterial, type ServingMaterial } from "./serving.ts";

const rounds = scaled(50, 2);
const first = Number(process.env["GEOPHONE_SEED"] ?? randomInt(1_000_000));

describeWithData("a server that is told to go", () => {
  let material: ServingMaterial;
  beforeAll(async () => {
    material = await servingMaterial();
  });
  afterAll(() => material.remove());

  it(`answers all that was sent to it, ${rounds} times`, async () => {
    const { bundle, traces } = material;
    const singles = singleRequests(traces);
    // Every eighth is a batch, which scorers answer.
    const requests = singles.flatMap((single, i) =>
      i % 8 === 7 ? [binaryRequest(traces, i, 300)] : [single],
    );
    let answered = 0;
    for (let round = 0; round < rounds; round++) {
      const random = seededRandom(first + round, "drain");
      const server = await startScoringServer({ bundle });
      onTestFinished(() => void server.process.kill("SIGKILL"));
      const load = await startLoad({
        port: server.port,
        requests,
        perSecond: 300,
        seconds: 30,
        connections: 48,
        openBy: "/live",
      });
      await pause(400 + 600 * random.next());
      const from = performance.now();
      server.process.kill("SIGTERM");
      const code = await server.ended;
      const took = performance.now() - from;
      load.stop();
      const report = await load.report;
      const told = `round ${round + 1} of ${rounds} (GEOPHONE_SEED=${first}): gone after ${took.toFixed(0)} ms with ${code}; ${inWords(report)}`;
      console.log(told);
      expect(code, `${told}\n${server.log().slice(-2000)}`).toBe(0);
      expect(report.dropped, told).toBe(0);
      // 503 is an answer too: the client asks elsewhere.
      expect(Object.keys(report.statuses).filter((status) => status !== "200" && status !== "503")).toEqual(
        [],
      );
      expect(report.statuses["200"], told).toBeGreaterThan(50);
      answered += report.statuses["200"]!;
    }
    console.log(`${rounds} × SIGTERM under load: ${answered} answered, 0 dropped`);
  });
});
