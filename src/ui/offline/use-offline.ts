import { create } from "zustand";

export interface OfflineState {
  /**
   * `unsupported`: the app needs its server (development, a browser without service workers, or storing failed).
   * `installing`: the first visit's download is under way. `shell`: pages work offline, the heavy parts as far as they
   * were used. `preparing`: the heavy parts are being stored. `ready`: everything is on this machine.
   */
  readonly state: "unsupported" | "installing" | "shell" | "preparing" | "ready";
  /** Bytes of the whole app: stored, and all. Zeros until the service worker has told. */
  readonly progress: { readonly done: number; readonly total: number };
  /** A new version is stored and waits for `applyUpdate()`. */
  readonly updateReady: boolean;
  /** Why the last attempt to store failed, in words; undefined when it did not. */
  readonly failure: string | undefined;
}

export const useOffline = create<OfflineState>(() => ({
  state: "unsupported",
  progress: { done: 0, total: 0 },
  updateReady: false,
  failure: undefined,
}));
