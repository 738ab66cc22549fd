// What page and service worker say to each other. Each request brings a MessagePort; the answers come on it.

/** One built file, as listed in the service worker at build time. */
export interface AppFile {
  /** Path from the root of the app, such as `/assets/plots-B3kd.js`. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the content, base64. */
  readonly sha256: string;
  /** Stored when the app is installed; the rest on first use, or when made ready for the field. */
  readonly shell: boolean;
}

export type OfflineRequest =
  /** What is stored? */
  | { readonly kind: "report" }
  /** Store one more file, and say how far it is. */
  | { readonly kind: "store"; readonly path: string }
  /** All is stored: keep it so over updates. */
  | { readonly kind: "stay-ready" }
  /** Take over from the running version now. */
  | { readonly kind: "take-over" };

export type OfflineAnswer =
  | {
      readonly kind: "report";
      /** Of all files of this version. */
      readonly totalBytes: number;
      readonly missing: readonly { readonly path: string; readonly bytes: number }[];
    }
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string };
