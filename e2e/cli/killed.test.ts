import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { seededRandom } from "../../src/numerics/random.ts";
import { geophone, temporaryFolder } from "../support/cli.ts";
import { projectRoot } from "../support/data.ts";
import { demoSurvey } from "../support/demo-survey.ts";

const kills = 12;

/** Starts the command and kills it after a while; true when it was still running. */
function killedAfter(args: readonly string[], milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(projectRoot, "dist/node/geophone.js"), ...args], {
      stdio: "ignore",
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.once("close", (_, signal) => {
      clearTimeout(timer);
      resolve(signal === "SIGKILL");
    });
  });
}

it("a run that is killed again and again ends with the bundle of an undisturbed one", async () => {
  const folder = await temporaryFolder();
  const { survey, labels } = await demoSurvey();
  const job = (workspace: string): string[] => [
    "run",
    survey,
    "--labels",
    labels,
    "--workspace",
    path.join(folder, workspace),
    "--every",
    "4",
  ];
  const started = performance.now();
  expect((await geophone(job("undisturbed"))).exitCode).toBe(0);
  const usual = performance.now() - started;

  const random = seededRandom(11, "kills");
  let killed = 0;
  for (let i = 0; i < kills; i++)
    if (await killedAfter(job("killed"), (0.1 + 0.85 * random.next()) * usual)) killed++;
  expect(killed).toBeGreaterThan(kills / 2);
  const last = await geophone(job("killed"));
  expect(last).toMatchObject({ exitCode: 0, stderr: "" });
  const [one, other] = await Promise.all(
    ["undisturbed", "killed"].map((name) => readFile(path.join(folder, name, "bundle.zip"))),
  );
  expect(other!.equals(one!)).toBe(true);
  expect((await readdir(path.join(folder, "killed", "silver"))).length).toBe(1);
}, 120_000);
