import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { plotlyUnderCsp } from "../../tools/plotly-under-csp.ts";
import { zodUnderCsp } from "../../tools/zod-under-csp.ts";
import { serveApp } from "../support/app.ts";

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds one of `pages/` as the app is built, into a temporary folder, and serves it under the app's headers. */
export async function serveEnginePage(name: string): Promise<ServedPage> {
  const folder = await mkdtemp(path.join(tmpdir(), `geophone-${name}-`));
  await build({
    configFile: false,
    root: fileURLToPath(new URL(`pages/${name}`, import.meta.url)),
    publicDir: false,
    logLevel: "error",
    plugins: [zodUnderCsp(), plotlyUnderCsp()],
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
