import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LoadMessage } from "./load-process.ts";
import type { PacedOrder, PacedReport } from "./paced-load.ts";

export interface RunningLoad {
  readonly report: Promise<PacedReport>;
  /** No further requests; those under way are waited for. */
  stop(): void;
}

/** Starts a paced load in a process of its own; resolves when the first request is due. */
export async function startLoad(order: PacedOrder): Promise<RunningLoad> {
  const child = fork(fileURLToPath(new URL("load-process.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    serialization: "advanced",
  });
  let isReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const report = new Promise<PacedReport>((resolve, reject) => {
    child.on("message", (message: LoadMessage | "ready") => {
      if (message === "ready") isReady();
      else if ("report" in message) resolve(message.report);
      else reject(new Error(message.fault));
    });
    child.once("exit", (code, signal) => {
      isReady();
      reject(new Error(`the load ended with ${signal ?? code ?? "nothing"}`));
    });
  });
  // Whoever does not wait for the report yet is not told by a crash of the whole process.
  report.catch(() => undefined);
  await ready;
  child.send(order);
  return {
    report,
    stop: () => {
      if (child.connected) child.send("stop");
    },
  };
}

export const runLoad = async (order: PacedOrder): Promise<PacedReport> => (await startLoad(order)).report;
