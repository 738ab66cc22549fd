import type { Plugin } from "vite";
import { rewritePackages } from "./rewrite-packages.ts";

/**
 * Zod tries `new Function("")` when the first object schema is made, and goes without it where that throws. The policy reports
 * even the try. Zod's own switch, `jitless`, must be set before any schema is made, which the order of chunks cannot promise:
 * it is set where Zod makes its configuration.
 */
export function zodUnderCsp(): Plugin {
  return rewritePackages("zod-under-csp", [
    {
      file: "zod/v4/core/core.js",
      pattern: /__zod_globalConfig = \{\}/g,
      replacement: "__zod_globalConfig = { jitless: true }",
      times: 1,
    },
  ]);
}
