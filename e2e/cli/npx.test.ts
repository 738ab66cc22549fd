import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { projectRoot } from "../support/data.ts";

it("runs as npx geophone from the project's folder", async () => {
  const { stdout } = await promisify(execFile)("npx", ["--no-install", "geophone", "--version"], {
    cwd: projectRoot,
  });
  expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+/);
});
