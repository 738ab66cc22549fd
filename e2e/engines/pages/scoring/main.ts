/// <reference types="vite/client" />
import { wrap, type Remote } from "comlink";
import { trustedWorker } from "../trusted-worker.ts";
import type { ScoringEngine } from "./worker.ts";
import address from "./worker.ts?worker&url";

declare global {
  interface Window {
    scoring: Remote<ScoringEngine>;
  }
}
window.scoring = wrap<ScoringEngine>(trustedWorker(address));
