import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ClosedOrder, ClosedReport } from "./closed-load.ts";
import type { LoadMessage, LoadOrder } from "./load-process.ts";
import type { PacedOrder, PacedReport } from "./paced-load.ts";

interface Running {
  readonly message: Promise<LoadMessage>;
  readonly stop: () => void;
}

async function start(order: LoadOrder): Promise<Running> {
  const child = fork(fileURLToPath(new URL("load-process.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    serialization: "advanced",
  });
  let isReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const message = new Promise<LoadMessage>((resolve, reject) => {
    child.on("message", (told: LoadMessage | "ready") => {
      if (told === "ready") isReady();
      else if (told.kind === "fault") reject(new Error(told.fault));
      else resolve(told);
    });
    child.once("exit", (code, signal) => {
      isReady();
      reject(new Error(`the load ended with ${signal ?? code ?? "nothing"}`));
    });
  });
  // Whoever does not wait for the report yet is not told by a crash of the whole process.
  message.catch(() => undefined);
  await ready;
  child.send(order);
  return {
    message,
    stop: () => {
      if (child.connected) child.send("stop");
    },
  };
}

export interface RunningLoad {
  readonly report: Promise<PacedReport>;
  /** No further requests; those under way are waited for. */
  stop(): void;
}

/** Starts a paced load in a process of its own; resolves when the first request is due. */
export async function startLoad(order: PacedOrder): Promise<RunningLoad> {
  const { message, stop } = await start({ kind: "paced", order });
  const report = message.then((told) => {
    if (told.kind !== "paced") throw new Error(`a ${told.kind} report`);
    return told.report;
  });
  report.catch(() => undefined);
  return { report, stop };
}

export const runLoad = async (order: PacedOrder): Promise<PacedReport> => (await startLoad(order)).report;

/** As many requests as are answered, from a process of its own. */
export async function runClosedLoad(order: ClosedOrder): Promise<ClosedReport> {
  const told = await (await start({ kind: "closed", order })).message;
  if (told.kind !== "closed") throw new Error(`a ${told.kind} report`);
  return told.report;
}
