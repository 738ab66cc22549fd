import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { projectRoot, dataFolder, yardstick, f3 } from "../e2e/support/data.ts";

const run = promisify(execFile);
const rounds = 5;
const lines = ["310", "330", "160"];

const peerScore = z.object({ fit_s: z.number(), accuracy: z.number(), macro_f1: z.number() });
const peerSchema = z.object({
  rows: z.tuple([z.number(), z.number()]),
  forty_plus_time: peerScore,
  time_only: peerScore,
});
const oursSchema = z.object({
  fitSeconds: z.number(),
  examples: z.object({ train: z.number(), test: z.number() }),
  metrics: z.object({
    accuracy: z.number(),
    macroF1: z.number(),
    baselines: z.object({
      majority: z.object({ accuracy: z.number(), macroF1: z.number() }),
      timeOnly: z.object({ accuracy: z.number(), macroF1: z.number() }),
    }),
  }),
});

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function geophone(args: readonly string[]): Promise<string> {
  const cli = path.join(projectRoot, "dist/node/geophone.js");
  return (await run(process.execPath, [cli, ...args, "--json"], { maxBuffer: 1 << 26 })).stdout;
}

/**
 * The structure task on F3 (train inlines 310 and 330, test 160; 256 ms windows every 32 ms, every second trace, with time):
 * boosting beside scikit-learn's HistGradientBoostingClassifier on the same rows, in turn, medians of five.
 */
export async function structureBench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  try {
    const workspace = path.join(folder, "workspace");
    const survey = (line: string): string => f3(`f3-structure-inline-${line}.sgy`);
    const labels = (line: string): string => f3(`f3-structure-inline-${line}.labels.csv`);
    await geophone(["ingest", ...lines.map(survey), "--workspace", workspace]);
    await geophone(["labels", "import", ...lines.map(labels), "--workspace", workspace]);
    await geophone([
      "features",
      "--workspace",
      workspace,
      "--window-ms",
      "256",
      "--step-ms",
      "32",
      "--every",
      "2",
    ]);
    const ours: z.infer<typeof oursSchema>[] = [];
    const peers: z.infer<typeof peerSchema>[] = [];
    for (let round = 0; round < rounds; round++) {
      const trained = await geophone([
        "train",
        "--workspace",
        workspace,
        "--model",
        "boosting",
        "--train",
        "inline-310,inline-330",
        "--test",
        "inline-160",
        "--with-time",
      ]);
      ours.push(oursSchema.parse(JSON.parse(trained)));
      const python = path.join(projectRoot, ".venv-light/bin/python");
      const { stdout } = await run(python, [
        yardstick,
        "f3-structure",
        path.join(dataFolder, "f3"),
        "310,330",
        "160",
      ]);
      peers.push(peerSchema.parse(JSON.parse(stdout)));
    }
    const { metrics, examples } = ours[0]!;
    const { forty_plus_time: peer, rows, time_only: peerTime } = peers[0]!;
    const ourFit = median(ours.map(({ fitSeconds }) => fitSeconds));
    const peerFit = median(peers.map(({ forty_plus_time }) => forty_plus_time.fit_s));
    const score = (value: number): string => value.toFixed(4);
    process.stdout.write(
      [
        "| | geophone | scikit-learn |",
        "|---|---|---|",
        `| rows, train / test | ${examples.train} / ${examples.test} | ${rows[0]} / ${rows[1]} |`,
        `| accuracy | ${score(metrics.accuracy)} | ${score(peer.accuracy)} |`,
        `| macro-F1 | ${score(metrics.macroF1)} | ${score(peer.macro_f1)} |`,
        `| time only, accuracy / macro-F1 | ${score(metrics.baselines.timeOnly.accuracy)} / ${score(metrics.baselines.timeOnly.macroF1)} | ${score(peerTime.accuracy)} / ${score(peerTime.macro_f1)} |`,
        `| majority, accuracy / macro-F1 | ${score(metrics.baselines.majority.accuracy)} / ${score(metrics.baselines.majority.macroF1)} | |`,
        `| fit, s (median of ${rounds}; ${ours.map(({ fitSeconds }) => fitSeconds.toFixed(2)).join(" ")}) | ${ourFit.toFixed(2)} | ${peerFit.toFixed(2)} (${peers.map(({ forty_plus_time }) => forty_plus_time.fit_s.toFixed(2)).join(" ")}) |`,
        `| fit, ratio to scikit-learn | ${(ourFit / peerFit).toFixed(2)} | 1 |`,
        "",
      ].join("\n"),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
