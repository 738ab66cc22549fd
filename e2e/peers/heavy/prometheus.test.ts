import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { binaryBody, tracesOf } from "../../support/load/scoring-requests.ts";
import { describeWithData } from "../../support/peers.ts";
import { describeWithPrometheus, startPrometheus, type Prometheus } from "../../support/prometheus.ts";
import { wholeTraceBundle, wholeTraceLine } from "../../support/scoring-bundles.ts";
import { startScoringServer, type ScoringServer } from "../../support/serve.ts";

const answerSchema = z.object({ predictions: z.array(z.object({ predicted_class_name: z.string() })) });

/** One label's value and the sum over all others, from Prometheus. */
async function sumsBy(
  prometheus: Prometheus,
  metric: string,
  label: string,
): Promise<Record<string, number>> {
  const samples = await prometheus.query(`sum by (${label}) (${metric})`);
  return Object.fromEntries(samples.map(({ labels, value }) => [labels[label] ?? "", value]));
}
const one = async (prometheus: Prometheus, expression: string): Promise<number> =>
  (await prometheus.query(expression))[0]?.value ?? 0;

describeWithPrometheus("a real Prometheus", () => {
  describeWithData("(with a model of F3)", () => {
    let folder: string;
    let server: ScoringServer;
    let prometheus: Prometheus;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "geophone-peer-"));
      server = await startScoringServer({ bundle: await wholeTraceBundle(folder) });
      prometheus = await startPrometheus(server.port);
    });
    afterAll(async () => {
      await prometheus.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });

    it("scrapes under load, and what it holds equals what was sent", async () => {
      const traces = await tracesOf(wholeTraceLine(), 951);
      const rowsOf = (first: number, rows: number): number[][] =>
        Array.from({ length: rows }, (_, i) => [
          ...traces.data.subarray((first + i) * traces.columns, (first + i + 1) * traces.columns),
        ]);
      const byClass: Record<string, number> = {};
      let [good, refused, busy] = [0, 0, 0];
      const count = (name: string): void => {
        byClass[name] = (byClass[name] ?? 0) + 1;
      };
      /** On a busy machine the server may have no time, and counts that too. */
      const isBusy = async (answer: Response): Promise<boolean> => {
        if (answer.status !== 503) return false;
        await answer.text();
        busy++;
        return true;
      };
      const sendJson = async (first: number, rows: number): Promise<void> => {
        const answer = await fetch(`${server.url}/predict`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ traces: rowsOf(first, rows) }),
        });
        if (await isBusy(answer)) return;
        expect(answer.status).toBe(200);
        const { predictions } = answerSchema.parse(await answer.json());
        expect(predictions).toHaveLength(rows);
        for (const { predicted_class_name: name } of predictions) count(name);
        good++;
      };
      const sendBytes = async (first: number, rows: number): Promise<void> => {
        const type = "application/octet-stream";
        const answer = await fetch(`${server.url}/predict`, {
          method: "POST",
          headers: { "Content-Type": type, Accept: type },
          body: binaryBody(traces, first, rows),
        });
        if (await isBusy(answer)) return;
        expect(answer.status).toBe(200);
        const names = z.array(z.string()).parse(JSON.parse(answer.headers.get("x-classes") ?? ""));
        const probabilities = new Float32Array(await answer.arrayBuffer());
        expect(probabilities).toHaveLength(rows * names.length);
        for (let row = 0; row < rows; row++) {
          const own = [...probabilities.subarray(row * names.length, (row + 1) * names.length)];
          count(names[own.indexOf(Math.max(...own))]!);
        }
        good++;
      };
      const sendWrong = async (): Promise<void> => {
        const answer = await fetch(`${server.url}/predict`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: '{"traces":[[1,2,3]]}',
        });
        if (await isBusy(answer)) return;
        expect(answer.status).toBe(422);
        await answer.text();
        refused++;
      };
      // Eight at once for about eight seconds, so that a dozen scrapes fall in between.
      const until = performance.now() + 8000;
      let next = 0;
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          while (performance.now() < until) {
            const turn = next++;
            if (turn % 10 === 9) await sendWrong();
            else if (turn % 5 === 4) await sendBytes((turn * 7) % 700, 1 + (turn % 250));
            else await sendJson((turn * 7) % 900, 1 + (turn % 20));
          }
        }),
      );
      const predictions = Object.values(byClass).reduce((sum, value) => sum + value, 0);
      expect(Object.keys(byClass).length).toBeGreaterThan(2);

      const total = "seismic_predictions_total";
      await expect
        .poll(() => one(prometheus, `sum(${total})`), { timeout: 15_000, interval: 250 })
        .toBe(predictions);
      const seen = await sumsBy(prometheus, total, "predicted_class");
      expect(Object.fromEntries(Object.entries(seen).filter(([, value]) => value > 0))).toEqual(byClass);
      expect(await one(prometheus, "sum(seismic_prediction_latency_seconds_count)")).toBe(good);
      expect(await one(prometheus, 'sum(seismic_prediction_latency_seconds_bucket{le="+Inf"})')).toBe(good);
      expect(await one(prometheus, "sum(seismic_prediction_latency_seconds_sum)")).toBeGreaterThan(0);
      const requests = 'geophone_http_requests_total{route="/predict",method="POST"}';
      const statuses = Object.entries({ 200: good, 422: refused, 503: busy }).filter(
        ([, value]) => value > 0,
      );
      expect(await sumsBy(prometheus, requests, "status")).toEqual(Object.fromEntries(statuses));
      // The values came while the load ran, scrape after scrape, and none fell.
      expect(await one(prometheus, "sum(sum_over_time(up[1m]))")).toBeGreaterThan(5);
      expect(await one(prometheus, `sum(resets(${total}[1m]))`)).toBe(0);
      expect(await one(prometheus, `max(changes(${total}[1m]))`)).toBeGreaterThan(5);
      console.log(
        `${good} requests with ${predictions} predictions, ${refused} refused, ${busy} too many: ${JSON.stringify(byClass)}`,
      );
    });
  });
});
