import { cp, mkdir, readFile, readdir, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createHash } from "node:crypto";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { describeWithData } from "../support/peers.ts";
import { structureLabels, structureSurvey, structureWorkspace } from "../support/structure-workspace.ts";

/** Every file of a folder with its hash: equal before and after means that nothing stored was touched. */
async function fingerprint(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const lines = await Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return `${path.relative(folder, file)} ${createHash("sha256")
        .update(await readFile(file))
        .digest("hex")}`;
    }),
  );
  return lines.sort();
}

// The eight bytes that every PNG starts with, a header chunk's beginning, and filling.
const pngBytes = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]),
  Buffer.alloc(9000, 0x5a),
]);

describe("files that are no SEG-Y", () => {
  const cases: readonly { readonly name: string; readonly bytes: Buffer }[] = [
    { name: "picture.sgy", bytes: pngBytes },
    { name: "empty.sgy", bytes: Buffer.alloc(0) },
    { name: "letter.sgy", bytes: Buffer.from("Dear reader, this is a plain text. ".repeat(200)) },
    { name: "short.sgy", bytes: Buffer.alloc(3000, 0x40) },
  ];
  for (const { name, bytes } of cases)
    it(`${name} is refused with a code, the file and advice`, async () => {
      const file = path.join(await temporaryFolder(), name);
      await writeFile(file, bytes);
      const failure = await geophoneFailure(["inspect", file]);
      expect(failure.exitCode).toBe(2);
      expect(failure.code).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(failure.code).not.toBe("internal-error");
      expect(JSON.stringify(failure.fields)).toContain(name);
      expect(failure.advice).toBeTruthy();
    });

  it("a missing file is named", async () => {
    const failure = await geophoneFailure(["inspect", "no-such-file.sgy"]);
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toContain("no-such-file.sgy");
  });

  it("without --json the error is one line on standard error", async () => {
    const { exitCode, stdout, stderr } = await geophone(["inspect", "no-such-file.sgy"]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("usage", () => {
  it("unknown commands, unknown options and bad numbers end with 2", async () => {
    for (const args of [
      ["fly"],
      ["inspect"],
      ["inspect", "x.sgy", "--sideways"],
      ["features", "--workspace", "w", "--every", "0"],
      ["features", "--workspace", "w", "--window-ms", "-5"],
      ["train", "--workspace", "w", "--model", "oracle", "--train", "a", "--test", "b"],
    ]) {
      const failure = await geophoneFailure(args);
      expect({ args, exitCode: failure.exitCode, code: failure.code }).toEqual({
        args,
        exitCode: 2,
        code: "usage",
      });
    }
  });

  it("every command explains itself", async () => {
    for (const command of [
      "inspect",
      "trace",
      "sample",
      "convert",
      "demo",
      "ingest",
      "labels",
      "features",
      "train",
      "evaluate",
      "bundle",
      "predict",
      "report",
      "run",
    ]) {
      const { exitCode, stdout } = await geophone([command, "--help"]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Usage: geophone ${command}`);
    }
  });
});

describeWithData("bad input around a workspace of real lines", () => {
  let workspace: string;
  let folder: string;
  let before: string[];

  beforeAll(async () => {
    folder = path.join(process.env["TMPDIR"] ?? "/tmp", `geophone-bad-input-${process.pid}`);
    workspace = path.join(folder, "workspace");
    await mkdir(folder, { recursive: true });
    await structureWorkspace(workspace, [310, 330], 40);
    before = await fingerprint(workspace);
    return async () => {
      const { rm } = await import("node:fs/promises");
      await rm(folder, { recursive: true, force: true });
    };
  });

  /** Fails with this code, and leaves the workspace as it was. */
  async function refused(
    args: readonly string[],
    code: string,
  ): Promise<{ message: string; fields: object }> {
    const failure = await geophoneFailure(args);
    expect({ code: failure.code, exitCode: failure.exitCode }).toEqual({ code, exitCode: 2 });
    expect(await fingerprint(workspace)).toEqual(before);
    return failure;
  }

  const train = (...rest: string[]): string[] => [
    "train",
    "--workspace",
    workspace,
    "--model",
    "boosting",
    ...rest,
  ];

  it("a SEG-Y cut in mid-trace gives its whole traces and says where it broke; one cut before them is refused", async () => {
    const cut = path.join(folder, "cut.sgy");
    await cp(structureSurvey(160), cut);
    const bytesPerTrace = 240 + 338 * 4;
    await truncate(cut, 3600 + 100 * bytesPerTrace + 777);
    const inspected = await geophoneJson(
      z.object({
        traces: z.number(),
        warnings: z.array(z.object({ code: z.string(), byteOffset: z.number() })),
      }),
      ["inspect", cut],
    );
    expect(inspected).toMatchObject({
      traces: 100,
      warnings: [{ code: "truncated", byteOffset: 3600 + 100 * bytesPerTrace }],
    });
    await truncate(cut, 3600 + 777);
    const { fields } = await refused(["ingest", cut, "--workspace", workspace], "segy-samples-impossible");
    expect(fields).toHaveProperty("byteOffset");
  });

  it("labels for lines that are not there", async () => {
    await refused(
      ["labels", "import", structureLabels(160), "--workspace", workspace],
      "labels-match-nothing",
    );
  });

  it("a label CSV with a bad row names the line", async () => {
    const bad = path.join(folder, "f3-structure-inline-310.labels.csv");
    const rows = (await readFile(structureLabels(310), "utf8")).split("\n");
    rows[17] = rows[17]!.replace(/^310,(\d+),(\d+)/, "310,$1,soon");
    await writeFile(bad, rows.join("\n"));
    const { fields } = await refused(
      ["labels", "import", bad, "--workspace", workspace],
      "label-row-invalid",
    );
    expect(fields).toMatchObject({ line: 18 });
  });

  it("training lines equal to test lines", async () => {
    await refused(train("--train", "inline-310", "--test", "inline-310"), "train-equals-test");
    await refused(
      train("--train", "inline-310,inline-330", "--test", "f3-structure-inline-330"),
      "train-equals-test",
    );
  });

  it("lines that are not in the workspace", async () => {
    const { message } = await refused(train("--train", "inline-310", "--test", "inline-999"), "line-unknown");
    expect(message).toContain("inline-999");
  });

  it("a class with no examples in training", async () => {
    const only = path.join(folder, "own-labels.csv");
    const rows = ["inline,crossline,start_ms,end_ms,class"];
    for (let crossline = 300; crossline <= 1250; crossline++) {
      rows.push(`310,${crossline},500,1852,normal`);
      rows.push(`330,${crossline},500,1852,${crossline % 2 ? "normal" : "anomaly"}`);
    }
    await writeFile(only, rows.join("\n"));
    const copy = path.join(folder, "workspace-of-one-class");
    await cp(workspace, copy, { recursive: true });
    expect((await geophone(["labels", "import", only, "--workspace", copy])).exitCode).toBe(0);
    const failure = await geophoneFailure([
      "train",
      "--workspace",
      copy,
      "--model",
      "boosting",
      "--train",
      "inline-310",
      "--test",
      "inline-330",
    ]);
    expect(failure).toMatchObject({ exitCode: 2, code: "class-without-examples" });
    expect(failure.message).toContain("anomaly");
  });

  it("windows longer than the traces", async () => {
    const { message } = await refused(
      ["features", "--workspace", workspace, "--window-ms", "2000"],
      "window-too-long",
    );
    expect(message).toContain("338");
  });

  it("unknown and impossible parameters of a model", async () => {
    await refused(
      train("--train", "inline-310", "--test", "inline-330", "--set", "wings=2"),
      "parameter-unknown",
    );
    await refused(
      train("--train", "inline-310", "--test", "inline-330", "--set", "iterations=many"),
      "parameter-invalid",
    );
  });

  it("a workspace from a newer version, and a folder that is none", async () => {
    const newer = path.join(folder, "newer");
    await cp(workspace, newer, { recursive: true });
    const manifest = path.join(newer, "workspace.json");
    await writeFile(manifest, (await readFile(manifest, "utf8")).replace(/"version":\s*1/, '"version": 99'));
    expect(
      await geophoneFailure(["report", "--workspace", newer, "--out", path.join(folder, "r.html")]),
    ).toMatchObject({
      exitCode: 2,
      code: "workspace-newer",
    });
    expect(await geophoneFailure(["features", "--workspace", path.join(folder, "nowhere")])).toMatchObject({
      exitCode: 2,
      code: "workspace-missing",
    });
  });

  it("another file under a name that is taken", async () => {
    const other = path.join(folder, "other", "f3-structure-inline-310.sgy");
    await mkdir(path.dirname(other), { recursive: true });
    await cp(structureSurvey(160), other);
    await refused(["ingest", other, "--workspace", workspace], "survey-name-taken");
  });

  it("a bundle with one changed byte, and a file that is no bundle", async () => {
    const own = path.join(folder, "workspace-with-model");
    await cp(workspace, own, { recursive: true });
    expect(
      (
        await geophone([
          "train",
          "--workspace",
          own,
          "--model",
          "boosting",
          "--train",
          "inline-310",
          "--test",
          "inline-330",
          "--set",
          "iterations=5",
        ])
      ).exitCode,
    ).toBe(0);
    const zip = path.join(folder, "bundle.zip");
    expect(
      (await geophone(["bundle", "export", "--workspace", own, "--model", "latest", "--out", zip])).exitCode,
    ).toBe(0);
    expect((await geophone(["bundle", "check", zip])).exitCode).toBe(0);
    const bytes = await readFile(zip);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = bytes[middle]! ^ 0x40;
    const changed = path.join(folder, "changed.zip");
    await writeFile(changed, bytes);
    const failure = await geophoneFailure(["bundle", "check", changed]);
    expect(failure.exitCode).toBe(2);
    expect(failure.code).toMatch(/^(bundle|golden)-/);
    // No prediction file appears from a bundle that cannot be trusted.
    const out = path.join(folder, "predictions.csv");
    expect(
      (await geophoneFailure(["predict", "--bundle", changed, structureSurvey(160), "--out", out])).exitCode,
    ).toBe(2);
    expect(await readdir(folder)).not.toContain("predictions.csv");
    const text = path.join(folder, "notes.zip");
    await writeFile(text, "not a zip");
    expect(await geophoneFailure(["bundle", "check", text])).toMatchObject({
      exitCode: 2,
      code: "bundle-not-zip",
    });
  });

  it("a survey whose interval is not the model's", async () => {
    const zip = path.join(folder, "bundle.zip");
    const odd = path.join(folder, "odd-interval.sgy");
    const bytes = await readFile(structureSurvey(160));
    bytes.writeUInt16BE(2000, 3216);
    for (let trace = 0; trace < 951; trace++) bytes.writeUInt16BE(2000, 3600 + trace * (240 + 338 * 4) + 116);
    await writeFile(odd, bytes);
    const failure = await geophoneFailure([
      "predict",
      "--bundle",
      zip,
      odd,
      "--out",
      path.join(folder, "odd.csv"),
    ]);
    expect(failure).toMatchObject({ exitCode: 2, code: "input-mismatch" });
  });
});
