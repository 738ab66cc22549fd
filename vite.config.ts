import { readFileSync } from "node:fs";
import { defineConfig } from "vite";
import { z } from "zod";
import { codeVersion } from "./tools/code-version.ts";
import { plotlyUnderCsp } from "./tools/plotly-under-csp.ts";
import { serviceWorker } from "./tools/service-worker-plugin.ts";
import { zodUnderCsp } from "./tools/zod-under-csp.ts";

/** The same set in development, preview and nginx: what works here works there. */
const headers = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync("tools/security-headers.json", "utf8")));

export default defineConfig({
  plugins: [zodUnderCsp(), plotlyUnderCsp(), serviceWorker("workers/service-worker.ts")],
  define: { __CODE_VERSION__: JSON.stringify(codeVersion()) },
  build: {
    outDir: "dist/app",
    target: "es2023",
    sourcemap: false,
    chunkSizeWarningLimit: 40_000,
    // "use client" in a package means nothing here, and how long the bundler took is no warning.
    rolldownOptions: { checks: { moduleLevelDirective: false, bundlerTimings: false } },
  },
  worker: { format: "es", plugins: () => [zodUnderCsp()] },
  server: { headers, host: "127.0.0.1", port: 5173 },
  preview: { headers, host: "127.0.0.1", port: 4173 },
});
