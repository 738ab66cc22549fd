import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { zodUnderCsp } from "../../tools/zod-under-csp.ts";
import { serveApp } from "../support/app.ts";

export interface ServedViewer {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the section page by itself, as the app is built, into a temporary folder, and serves it under the app's headers. */
export async function serveViewer(): Promise<ServedViewer> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-viewer-"));
  await build({
    configFile: false,
    root: fileURLToPath(new URL("pages/viewer", import.meta.url)),
    publicDir: false,
    logLevel: "error",
    define: { __CODE_VERSION__: JSON.stringify("test") },
    plugins: [zodUnderCsp()],
    worker: { plugins: () => [zodUnderCsp()], format: "es" },
    build: { outDir: folder, emptyOutDir: true, target: "es2023", chunkSizeWarningLimit: 40_000 },
  });
  const served = await serveApp({ folder });
  return {
    url: served.url,
    close: async () => {
      await served.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
