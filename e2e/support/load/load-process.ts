// A process of its own, so that the server's event loop and the load's do not wait for each other.
import type { ClosedOrder, ClosedReport } from "./closed-load.ts";
import { pacedLoad, type PacedOrder, type PacedReport } from "./paced-load.ts";

export type LoadOrder =
  | { readonly kind: "paced"; readonly order: PacedOrder }
  | { readonly kind: "closed"; readonly order: ClosedOrder };
export type LoadMessage =
  | { readonly kind: "paced"; readonly report: PacedReport }
  | { readonly kind: "closed"; readonly report: ClosedReport }
  | { readonly kind: "fault"; readonly fault: string };

const stop = new AbortController();

async function obey(asked: LoadOrder): Promise<LoadMessage> {
  if (asked.kind === "paced") return { kind: "paced", report: await pacedLoad(asked.order, stop.signal) };
  // autocannon takes a while to load, and a paced load needs none of it.
  const { closedLoad } = await import("./closed-load.ts");
  return { kind: "closed", report: await closedLoad(asked.order) };
}

process.on("message", (asked: LoadOrder | "stop") => {
  if (asked === "stop") {
    stop.abort();
    return;
  }
  const tell = (message: LoadMessage): void => {
    process.send?.(message, () => {
      process.disconnect();
    });
  };
  obey(asked).then(tell, (error: unknown) => {
    tell({ kind: "fault", fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
});
process.send?.("ready");
