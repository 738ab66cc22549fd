import { randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../src/numerics/random.ts";
import { startLoad } from "../support/load/run-load.ts";
import { binaryRequest, singleRequests } from "../support/load/scoring-requests.ts";
import { describeWithNginx, freePort, startNginx } from "../support/nginx.ts";
import { describeWithData } from "../support/peers.ts";
import { startScoringServer } from "../support/serve.ts";
import { inWords, pause, scaled, servingMaterial, type ServingMaterial } from "./serving.ts";

const seconds = scaled(300, 10);
const seed = Number(process.env["GEOPHONE_SEED"] ?? randomInt(1_000_000));

describeWithData("two replicas behind nginx", () => {
  describeWithNginx("(Debian's)", () => {
    let material: ServingMaterial;
    beforeAll(async () => {
      material = await servingMaterial();
    });
    afterAll(() => material.remove());

    it(`are there for ${seconds} s while one of them is killed again and again`, async () => {
      const { bundle, traces, folder } = material;
      const random = seededRandom(seed, "replicas");
      await writeFile(path.join(folder, "index.html"), "<!doctype html><title>app</title>");
      const ports = [await freePort(), await freePort()];
      const start = (port: number) => startScoringServer({ bundle, port, args: ["--scorers", "1"] });
      const replicas = await Promise.all(ports.map(start));
      const nginx = await startNginx(folder, ports);
      onTestFinished(async () => {
        await nginx.close();
        await Promise.all(replicas.map((replica) => replica.close()));
      });
      const singles = singleRequests(traces, "/api/predict");
      const load = await startLoad({
        port: Number(new URL(nginx.url).port),
        requests: singles.flatMap((single, i) =>
          i % 8 === 7 ? [binaryRequest(traces, i, 100, "/api/predict")] : [single],
        ),
        perSecond: 200,
        seconds,
        connections: 64,
      });
      const from = performance.now();
      let kills = 0;
      while (performance.now() - from < (seconds - 3) * 1000) {
        await pause(500 + 3000 * random.next());
        const which = random.next() < 0.5 ? 0 : 1;
        replicas[which]!.process.kill("SIGKILL");
        await replicas[which]!.ended;
        kills++;
        await pause(1000 * random.next());
        replicas[which] = await start(ports[which]!);
      }
      const report = await load.report;
      const good = report.statuses["200"] ?? 0;
      const availability = good / report.due;
      const told = `availability ${(100 * availability).toFixed(3)} % over ${seconds} s with ${kills} kills (GEOPHONE_SEED=${seed}): ${inWords(report)}`;
      console.log(told);
      expect(kills, told).toBeGreaterThan(0);
      expect(availability, told).toBeGreaterThanOrEqual(0.999);
    });
  });
});
