import type { OfflineAnswer, OfflineRequest } from "../../adapters/browser/offline-protocol.ts";

/** A browser may end a worker in the middle of an answer and tells nobody. Milliseconds. */
const silenceLimit = 60_000;

/**
 * Asks a service worker and waits for its last word.
 * @param onProgress bytes of this request so far
 * @throws Error with the worker's reason, or when it falls silent
 */
export function askWorker(
  worker: ServiceWorker,
  request: OfflineRequest,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<OfflineAnswer> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const giveUp = (): void => {
      port1.close();
      reject(new Error("The service worker stopped answering."));
    };
    let patience = setTimeout(giveUp, silenceLimit);
    port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => {
      clearTimeout(patience);
      if (data.kind === "progress") {
        patience = setTimeout(giveUp, silenceLimit);
        onProgress(data.bytes);
        return;
      }
      port1.close();
      if (data.kind === "failed") reject(new Error(data.message));
      else resolve(data);
    };
    worker.postMessage(request, [port2]);
  });
}
