import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./data.ts";
import { freePort } from "./nginx.ts";

const cli = path.join(projectRoot, "dist/node/geophone.js");

export interface ScoringServer {
  readonly port: number;
  /** Such as `http://127.0.0.1:8000`. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Process ids of its scorers. */
  scorers(): number[];
  /** Resident memory of the server and its scorers, bytes; 0 when it is gone. */
  residentBytes(): number;
  /** What it wrote to standard output and error. */
  log(): string;
  /** Resolves with the exit code, or the signal. */
  readonly ended: Promise<number | string>;
  /** Ends it, politely, and waits for it. */
  close(): Promise<void>;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return []; // gone
  }
}

function residentOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0; // gone
  }
}

/** Resolves when the server says that it is ready to score. @throws Error with what it wrote, when it ends before */
async function untilReady(url: string, ended: () => string | undefined): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    const reason = ended();
    if (reason !== undefined) throw new Error(`geophone serve did not start: ${reason}`);
    const isReady = await fetch(`${url}/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("geophone serve was not ready within 60 s");
}

/**
 * Starts the built command as its users do, and waits until it is ready.
 * @param options.port default: a free one
 * @param options.args further options of `geophone serve`
 */
export async function startScoringServer(options: {
  readonly bundle: string;
  readonly port?: number;
  readonly args?: readonly string[];
}): Promise<ScoringServer> {
  if (!existsSync(cli)) throw new Error(`no ${cli}: run \`npm run build\` first`);
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [cli, "serve", "--bundle", options.bundle, "--port", String(port), ...(options.args ?? [])],
    { cwd: projectRoot, stdio: ["ignore", "pipe", "pipe"] },
  );
  // Of a long run the last part is enough.
  let log = "";
  const note = (text: string): void => {
    log = (log + text).slice(-100_000);
  };
  child.stdout.setEncoding("utf8").on("data", note);
  child.stderr.setEncoding("utf8").on("data", note);
  let why: string | undefined;
  const ended = new Promise<number | string>((resolve) => {
    child.once("error", (error) => {
      why = error.message;
      resolve(error.message);
    });
    child.once("close", (code, signal) => {
      why ??= `${signal ?? code ?? "gone"}: ${log}`;
      resolve(signal ?? code ?? "gone");
    });
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, () => why);
  const pid = child.pid!;
  return {
    port,
    url,
    process: child,
    scorers: () => childrenOf(pid),
    residentBytes: () => [pid, ...childrenOf(pid)].reduce((sum, one) => sum + residentOf(one), 0),
    log: () => log,
    ended,
    close: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
