import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "../../../e2e/support/peers.ts";
import { segyErrorCodes, segyWarningCodes } from "./segy-faults.ts";

const documented = (heading: string): string[] => {
  const text = readFileSync(path.join(projectRoot, "docs/segy-codes.md"), "utf8");
  const part = text.split(`## ${heading}\n`)[1]!.split("\n## ")[0]!;
  return [...part.matchAll(/^\| `([a-z0-9-]+)` +\|/gm)].map((match) => match[1]!).sort();
};

it("documents exactly the codes that there are", () => {
  expect(documented("Errors")).toEqual([...segyErrorCodes].sort());
  expect(documented("Warnings")).toEqual([...segyWarningCodes].sort());
});

it("raises every code somewhere", () => {
  const folder = path.join(projectRoot, "src/pipeline/segy");
  const source = readdirSync(folder)
    .filter((name) => !name.includes(".test.") && name !== "segy-faults.ts")
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("\n");
  for (const code of [...segyErrorCodes, ...segyWarningCodes]) expect(source).toContain(`"${code}"`);
});
