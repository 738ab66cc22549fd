import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../e2e/support/cli.ts";
import { listAppFiles } from "./service-worker-plugin.ts";

it("lists every file with its hash; what the first page loads and what is small belongs to the shell", async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, "assets"));
  await writeFile(path.join(folder, "index.html"), '<script src="/assets/entry.js"></script>');
  await writeFile(path.join(folder, "service-worker.js"), "an earlier one");
  await writeFile(
    path.join(folder, "assets/entry.js"),
    `new Worker("/assets/worker.js"); parts = ["assets/heavy.wasm"];`,
  );
  await writeFile(path.join(folder, "assets/worker.js"), Buffer.alloc(3_000_000));
  await writeFile(path.join(folder, "assets/heavy.wasm"), Buffer.alloc(2_000_001));
  await writeFile(path.join(folder, "assets/small.js"), "abc");
  const files = listAppFiles(folder);
  expect(files.map(({ path: where, bytes, shell }) => [where, bytes, shell])).toEqual([
    ["/assets/entry.js", 63, true],
    ["/assets/heavy.wasm", 2_000_001, false],
    ["/assets/small.js", 3, true],
    ["/assets/worker.js", 3_000_000, true],
    ["/index.html", 40, true],
  ]);
  // The SHA-256 example of FIPS 180-4, in base64.
  expect(files[2]?.sha256).toBe("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
});
