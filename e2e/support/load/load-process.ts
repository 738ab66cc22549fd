// A process of its own, so that the server's event loop and the load's do not wait for each other.
import { pacedLoad, type PacedOrder, type PacedReport } from "./paced-load.ts";

export type LoadMessage = { readonly report: PacedReport } | { readonly fault: string };

const stop = new AbortController();

process.on("message", (order: PacedOrder | "stop") => {
  if (order === "stop") {
    stop.abort();
    return;
  }
  const tell = (message: LoadMessage): void => {
    process.send?.(message, () => {
      process.disconnect();
    });
  };
  pacedLoad(order, stop.signal).then(
    (report) => {
      tell({ report });
    },
    (error: unknown) => {
      tell({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  );
});
process.send?.("ready");
