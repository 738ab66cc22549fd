import { readFileSync } from "node:fs";
import { defineConfig, type ProxyOptions } from "vite";
import { z } from "zod";
import { codeVersion } from "./tools/code-version.ts";
import { plotlyUnderCsp } from "./tools/plotly-under-csp.ts";
import { serviceWorker } from "./tools/service-worker-plugin.ts";
import { apiAddress, apiPrefix, noAnswer } from "./tools/pass-on.ts";
import { zodUnderCsp } from "./tools/zod-under-csp.ts";

/** The same set in development, preview and nginx: what works here works there. */
const headers = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync("tools/security-headers.json", "utf8")));

/** As `npm start -- --api URL` does it: GEOPHONE_API says where the scoring server is. */
const api = process.env["GEOPHONE_API"];
const proxy: Record<string, ProxyOptions> | undefined =
  api === undefined
    ? undefined
    : {
        [apiPrefix]: {
          target: apiAddress(api).href,
          rewrite: (path) => path.slice(apiPrefix.length - 1),
          configure: (passing) => {
            passing.on("error", (_error, _request, response) => {
              if ("writeHead" in response && !response.headersSent)
                response.writeHead(502, { "Content-Type": "application/json" }).end(noAnswer);
            });
          },
        },
      };

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
  server: { headers, proxy, host: "127.0.0.1", port: 5173 },
  preview: { headers, proxy, host: "127.0.0.1", port: 4173 },
});
