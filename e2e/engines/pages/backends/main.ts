/// <reference types="vite/client" />
import { wrap, type Remote } from "comlink";
import { trustedWorker } from "../trusted-worker.ts";
import type { BackendsEngine } from "./worker.ts";
import address from "./worker.ts?worker&url";

declare global {
  interface Window {
    backends: Remote<BackendsEngine>;
  }
}
window.backends = wrap<BackendsEngine>(trustedWorker(address));
