import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { copyDemoSurvey } from "../support/demo-survey.ts";

async function must(args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await geophone(args);
  if (exitCode !== 0) throw new Error(`geophone ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Trained once; each test works on a copy. */
let trained: string;
let survey: string;
beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
  trained = path.join(folder, "workspace");
  const made = await copyDemoSurvey(path.join(folder, "survey"));
  survey = made.survey;
  await must([
    ...["run", survey, "--labels", made.labels],
    ...["--workspace", trained, "--every", "8", "--set", "iterations=5"],
  ]);
  return () => rm(folder, { recursive: true, force: true });
});

async function trainedWorkspace(folder: string): Promise<string> {
  const workspace = path.join(folder, "workspace");
  await cp(trained, workspace, { recursive: true });
  return workspace;
}

const archiveSchema = z.object({ files: z.number(), bytes: z.number() });
const verifySchema = z.object({ checked: z.number(), problems: z.array(z.unknown()) });

describe("geophone workspace", () => {
  it("moves a workspace to another folder, whole, with the same models and answers", async () => {
    const folder = await temporaryFolder();
    const workspace = await trainedWorkspace(folder);
    const [zip, again] = [path.join(folder, "a.zip"), path.join(folder, "again.zip")];
    const exported = await geophoneJson(archiveSchema, [
      "workspace",
      "export",
      "--workspace",
      workspace,
      "--out",
      zip,
    ]);
    expect((await readFile(zip)).length).toBe(exported.bytes);

    const other = path.join(folder, "deep/other");
    const imported = await geophoneJson(archiveSchema, ["workspace", "import", zip, "--workspace", other]);
    expect(imported.files).toBe(exported.files);
    const verified = await geophoneJson(verifySchema, ["workspace", "verify", "--workspace", other]);
    expect(verified.problems).toEqual([]);
    expect(verified.checked).toBeGreaterThan(5);
    await must(["workspace", "export", "--workspace", other, "--out", again]);
    expect((await readFile(again)).equals(await readFile(zip))).toBe(true);

    await must([
      "bundle",
      "export",
      "--workspace",
      other,
      "--model",
      "latest",
      "--out",
      path.join(folder, "b.zip"),
    ]);
    const [here, there] = await Promise.all(
      [path.join(workspace, "bundle.zip"), path.join(folder, "b.zip")].map((file) => readFile(file)),
    );
    expect(there!.equals(here!)).toBe(true);

    // The file has another place on the other machine.
    const moved = path.join(folder, "moved");
    await mkdir(moved);
    await rename(survey, path.join(moved, "demo.sgy"));
    onTestFinished(() => rename(path.join(moved, "demo.sgy"), survey));
    const missing = await geophoneFailure(["features", "--workspace", other, "--every", "16"]);
    expect(missing).toMatchObject({ exitCode: 2, code: "file-missing" });
    expect(missing.advice).toContain("Ingest demo.sgy again from where it is now");
    expect(await must(["ingest", path.join(moved, "demo.sgy"), "--workspace", other])).toContain(
      "already there",
    );
    await must(["features", "--workspace", other, "--every", "16"]);
  });

  it("refuses a damaged archive and a workspace that is not empty, and changes nothing", async () => {
    const folder = await temporaryFolder();
    const workspace = await trainedWorkspace(folder);
    const zip = path.join(folder, "a.zip");
    await must(["workspace", "export", "--workspace", workspace, "--out", zip]);
    const taken = path.join(folder, "taken");
    await must(["ingest", survey, "--workspace", taken]);
    expect(await geophoneFailure(["workspace", "import", zip, "--workspace", taken])).toMatchObject({
      exitCode: 2,
      code: "workspace-not-empty",
    });
    const bytes = await readFile(zip);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(zip, bytes);
    const target = path.join(folder, "target");
    expect(await geophoneFailure(["workspace", "import", zip, "--workspace", target])).toMatchObject({
      exitCode: 2,
      code: "archive-damaged",
    });
    await expect(readdir(target)).rejects.toThrow("ENOENT");
  });

  it("tells what is wrong with a workspace", async () => {
    const folder = await temporaryFolder();
    const workspace = await trainedWorkspace(folder);
    await truncate(path.join(workspace, "bronze/demo.parquet"), 1000);
    const { exitCode, stdout, stderr } = await geophone(["workspace", "verify", "--workspace", workspace]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("bronze/demo.parquet");
    expect(stderr).toContain("[workspace-problems]");
  });
});
