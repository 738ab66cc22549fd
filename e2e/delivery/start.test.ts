import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { projectRoot } from "../support/data.ts";

let started: ChildProcess | undefined;
let occupant: Server | undefined;
afterEach(() => {
  started?.kill("SIGKILL");
  occupant?.close();
});

/** Takes the first port that npm start would try, unless somebody else has it already. */
function occupy(port: number): Promise<void> {
  return new Promise((resolve) => {
    occupant = createServer((_, response) => response.end("somebody else"));
    occupant.once("error", () => {
      resolve();
    });
    occupant.listen(port, "127.0.0.1", () => {
      resolve();
    });
  });
}

it("npm start builds and serves at the next free port, says where, and ends with Ctrl-C", async () => {
  await occupy(4173);
  const child = spawn(process.execPath, ["tools/start.mjs"], { cwd: projectRoot, detached: true });
  started = child;
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await expect.poll(() => output, { timeout: 170_000, interval: 200 }).toMatch(/127\.0\.0\.1:\d+ /);
  const [, port] = /http:\/\/127\.0\.0\.1:(\d+) /.exec(output) ?? [];
  expect(Number(port)).toBeGreaterThan(4173);
  expect(output).toContain("npx geophone --help");
  const page = await fetch(`http://127.0.0.1:${port ?? ""}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="app">');
  // Ctrl-C goes to the whole group of a terminal's foreground.
  process.kill(-(child.pid ?? Number.NaN), "SIGINT");
  expect(await ended).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port ?? ""}/`)).rejects.toThrow();
});
