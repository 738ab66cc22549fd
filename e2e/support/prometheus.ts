import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe } from "vitest";
import { z } from "zod";
import { freePort } from "./nginx.ts";

const executable = process.env["GEOPHONE_PROMETHEUS"] ?? "/usr/bin/prometheus";
const strict = process.env["GEOPHONE_STRICT"] === "1";

/** Tests with a real Prometheus: skipped with the reason without it; under GEOPHONE_STRICT=1 they fail. */
export function describeWithPrometheus(name: string, body: () => void): void {
  if (existsSync(executable) || strict) describe(name, body);
  else describe.skip(`${name} (skipped: no Prometheus at ${executable}; set GEOPHONE_PROMETHEUS)`, body);
}

const vectorSchema = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});

export interface PrometheusSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus {
  readonly url: string;
  /** An instant query in PromQL, now. */
  query(expression: string): Promise<PrometheusSample[]>;
  close(): Promise<void>;
}

/** Runs Prometheus with a folder of its own; it scrapes `/metrics` at `port` twice a second. */
export async function startPrometheus(port: number): Promise<Prometheus> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-prometheus-"));
  const own = await freePort();
  const config = path.join(folder, "prometheus.yml");
  await writeFile(
    config,
    [
      "global: { scrape_interval: 500ms, scrape_timeout: 500ms }",
      "scrape_configs:",
      "  - job_name: geophone",
      "    static_configs:",
      `      - targets: ["127.0.0.1:${port}"]`,
      "",
    ].join("\n"),
  );
  const child = spawn(
    executable,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${own}`,
      "--log.level=warn",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let errors = "";
  let ended: string | undefined;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const gone = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      ended = error.message;
      resolve();
    });
    child.once("close", (code) => {
      ended ??= `exit code ${code ?? "none"}: ${errors}`;
      resolve();
    });
  });
  const url = `http://127.0.0.1:${own}`;
  const isReady = (): Promise<boolean> =>
    fetch(`${url}/-/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  for (let attempt = 0; !(await isReady()); attempt++) {
    if (ended !== undefined || attempt > 600)
      throw new Error(`Prometheus did not start: ${ended ?? "no answer within 60 s"}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    query: async (expression) => {
      const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data } = vectorSchema.parse(await answer.json());
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    close: async () => {
      child.kill("SIGTERM");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
