import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { geophone, geophoneFailure, temporaryFolder } from "../support/cli.ts";
import { demoSurvey } from "../support/demo-survey.ts";
import { describe } from "vitest";

const strict = process.env["GEOPHONE_STRICT"] === "1";
const mayMount = process.getuid?.() === 0;

/** A file system of its own, so small that it is full soon. */
async function smallDisk(sizeKilobytes: number): Promise<string> {
  const folder = path.join(await temporaryFolder(), "disk");
  await mkdir(folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeKilobytes}k`, "geophone-test", folder]);
  return folder;
}

const when = mayMount || strict ? describe : describe.skip;
when("a full disk (needs the right to mount a small one)", () => {
  it("is told clearly, and what was stored before is untouched", async () => {
    const { survey } = await demoSurvey();
    const disk = await smallDisk(1200);
    try {
      const workspace = path.join(disk, "workspace");
      expect((await geophone(["ingest", survey, "--workspace", workspace])).exitCode).toBe(0);
      const digest = async (): Promise<string[]> => {
        const files = (await readdir(workspace, { recursive: true, withFileTypes: true })).filter((entry) =>
          entry.isFile(),
        );
        const lines = await Promise.all(
          files.map(async (entry) => {
            const file = path.join(entry.parentPath, entry.name);
            return `${file} ${createHash("sha256")
              .update(await readFile(file))
              .digest("hex")}`;
          }),
        );
        return lines.sort();
      };
      const before = await digest();
      const failure = await geophoneFailure(["features", "--workspace", workspace]);
      expect(failure).toMatchObject({ exitCode: 1, code: "storage-full" });
      expect(failure.advice).toBeTruthy();
      expect(await digest()).toEqual(before);
      const out = path.join(disk, "demo-again");
      expect(await geophoneFailure(["demo", out])).toMatchObject({ exitCode: 1, code: "storage-full" });
      expect((await readdir(out).catch(() => [])).filter((name) => name.includes("demo.sgy"))).toEqual([]);
    } finally {
      execFileSync("umount", [disk]);
      await rm(disk, { recursive: true, force: true });
    }
  }, 120_000);
});
