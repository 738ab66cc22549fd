import { proxy, wrap, type Remote } from "comlink";
import type { StepPorts } from "../../pipeline/steps/context.ts";
import { scanIdentity, type ScanTaker } from "../../pipeline/steps/scan-survey.ts";

const abortOf = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

/** The workspace worker's way to the scans that another worker has made; none before the page connects the two, nor after it ends that one. */
export function scanLink(): {
  readonly connect: (port: unknown) => void;
  readonly finishedScan: NonNullable<StepPorts["finishedScan"]>;
} {
  let taker: Remote<ScanTaker> | undefined;
  return {
    connect: (port) => {
      taker = port instanceof MessagePort ? wrap<ScanTaker>(port) : undefined;
    },
    finishedScan: async (source, segy, onProgress, signal) => {
      if (!taker) return undefined;
      const taken = taker.take(source.name, scanIdentity(source, segy), proxy(onProgress));
      // The scan itself goes on when nobody waits for it any more.
      return signal ? Promise.race([taken, abortOf(signal)]) : taken;
    },
  };
}
