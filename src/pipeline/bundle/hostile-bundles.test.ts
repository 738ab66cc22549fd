import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importBundle } from "../steps/import-bundle.ts";
import { memoryPorts } from "../steps/demo-workspace.fixture.ts";
import { scoreWindows } from "../serving/contract.ts";
import { sha256Hex } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { bundleOf, smallModel } from "./bundle.fixture.ts";
import { readBundle, writeBundle } from "./contract.ts";
import { hostileBundles } from "./hostile-bundles.fixture.ts";
import { rawZip } from "./hostile-zip.fixture.ts";
import { unzipParts } from "./zip-parts.ts";

const mebibyte = 2 ** 20;
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "read",
    (error: unknown) => String((error as { code?: unknown }).code ?? error),
  );

const status = "/proc/self/status";
const canReset = existsSync("/proc/self/clear_refs") && existsSync(status);
/** MiB that the process held at most since it was last asked; elsewhere than on Linux, since it began. */
function peakSinceNow(): () => number {
  if (!canReset) {
    const before = process.resourceUsage().maxRSS;
    return () => (process.resourceUsage().maxRSS - before) / 1024;
  }
  const kibibytes = (field: string): number =>
    Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(status, "utf8"))![1]);
  writeFileSync("/proc/self/clear_refs", "5");
  const before = kibibytes("VmRSS");
  return () => (kibibytes("VmHWM") - before) / 1024;
}

describe("hostile bundles", async () => {
  const cases = await hostileBundles(scoreWindows);

  it("are many, each with a name of its own", () => {
    expect(cases.length).toBeGreaterThan(180);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it("are made from what is read where nothing lies", async () => {
    const whole = await writeBundle(bundleOf(await smallModel(), scoreWindows));
    const entries = [...unzipParts(whole)].map(([name, data]) => ({ name, data }));
    expect(rawZip(entries)).toEqual(whole);
    expect((await readBundle(rawZip(entries), scoreWindows)).model.classes).toHaveLength(3);
  });

  it.each(cases)("$name: $code", async ({ code, bytes, options }) => {
    const storage = memoryStorage();
    const files = new Map([["hostile.zip", bytes]]);
    const ports = await memoryPorts(files, storage);
    await ports.workspace.putFile("bundles/other.zip", Uint8Array.of(1, 2, 3));
    const stateOf = (): Promise<string[]> =>
      Promise.all([...storage.files].map(async ([path, content]) => `${path} ${await sha256Hex(content)}`));
    const before = await stateOf();
    const peak = peakSinceNow();
    const start = performance.now();
    expect(await codeOf(readBundle(bytes, scoreWindows, options))).toBe(code);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(peak()).toBeLessThan(100);
    expect(bytes.length).toBeLessThan(8 * mebibyte);
    if (!options) expect(await codeOf(importBundle(ports, "hostile.zip"))).toBe(code);
    expect(await stateOf()).toEqual(before);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
