import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe } from "vitest";
import { projectRoot } from "./data.ts";
import { describeWithBrowser } from "./browser.ts";

const executable = process.env["GEOPHONE_NGINX"] ?? "/usr/sbin/nginx";
const strict = process.env["GEOPHONE_STRICT"] === "1";

/** Tests with a real nginx and Chromium: skipped with the reason without them; under GEOPHONE_STRICT=1 they fail. */
export function describeWithNginx(name: string, body: () => void): void {
  if (existsSync(executable) || strict) describeWithBrowser(name, body);
  else describe.skip(`${name} (skipped: no nginx at ${executable}; set GEOPHONE_NGINX)`, body);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no TCP address"));
        else resolve(address.port);
      });
    });
  });
}

function substitute(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`nginx.conf no longer has "${from}"`);
  return text.replaceAll(from, to);
}

async function untilItAnswers(url: string, ended: () => string | undefined): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const reason = ended();
    if (reason !== undefined) throw new Error(`nginx did not start: ${reason}`);
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("nginx did not answer within 10 s");
}

/**
 * Runs nginx with the project's own nginx.conf; only its port and the folder it serves are put elsewhere.
 * @param folder the built app
 * @param scoring ports of the scoring servers; none is at those that are taken where they are not given
 */
export async function startNginx(
  folder: string,
  scoring: readonly number[] = [],
): Promise<{ url: string; close(): Promise<void> }> {
  const prefix = await mkdtemp(path.join(tmpdir(), "geophone-nginx-"));
  const port = await freePort();
  let conf = await readFile(path.join(projectRoot, "nginx.conf"), "utf8");
  conf = substitute(conf, "listen 8080;", `listen 127.0.0.1:${port};`);
  conf = substitute(conf, "root /usr/share/nginx/html;", `root ${folder};`);
  await writeFile(path.join(prefix, "nginx.conf"), conf);
  const ports = scoring.length > 0 ? scoring : [await freePort(), await freePort()];
  let servers = await readFile(path.join(projectRoot, "nginx-scoring.conf"), "utf8");
  ports.forEach((at, i) => {
    servers = substitute(servers, `server 127.0.0.1:${8000 + i} `, `server 127.0.0.1:${at} `);
  });
  await writeFile(path.join(prefix, "nginx-scoring.conf"), servers);

  // Started as root, nginx would give up its rights, and with them the sight of this checkout.
  const user = process.getuid?.() === 0 ? " user root;" : "";
  const child = spawn(executable, [
    "-e",
    "stderr",
    "-p",
    prefix,
    "-c",
    path.join(prefix, "nginx.conf"),
    "-g",
    `daemon off;${user}`,
  ]);
  let errors = "";
  let ended: string | undefined;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.on("error", (error) => (ended = error.message));
  const gone = new Promise<void>((resolve) => {
    child.on("close", (code) => {
      ended ??= `exit code ${code ?? "none"}: ${errors}`;
      resolve();
    });
  });
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers(url, () => ended);
  return {
    url,
    close: async () => {
      child.kill("SIGTERM");
      await gone;
      await rm(prefix, { recursive: true, force: true });
    },
  };
}
