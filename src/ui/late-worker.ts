import type { Endpoint } from "comlink";

/** A worker that starts with the first message to it, or when it is told to: its script is no part of the first page. */
export class LateWorker implements Endpoint {
  private worker: Worker | undefined;
  private waiting: ((worker: Worker) => void)[] = [];
  private readonly startWorker: () => Worker;

  constructor(startWorker: () => Worker) {
    this.startWorker = startWorker;
  }

  /** Starts it now, if it has not started. */
  begin(): Worker {
    if (this.worker) return this.worker;
    this.worker = this.startWorker();
    for (const act of this.waiting) act(this.worker);
    this.waiting = [];
    return this.worker;
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.begin().postMessage(message, transfer);
  }

  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: object): void {
    this.whenThere((worker) => {
      worker.addEventListener(type, listener, options);
    });
  }

  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: object): void {
    this.whenThere((worker) => {
      worker.removeEventListener(type, listener, options);
    });
  }

  private whenThere(act: (worker: Worker) => void): void {
    if (this.worker) act(this.worker);
    else this.waiting.push(act);
  }
}
