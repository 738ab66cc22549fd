import { defineConfig } from "vite";
import { codeVersion } from "./tools/code-version.ts";

export default defineConfig({
  define: { __CODE_VERSION__: JSON.stringify(codeVersion()) },
  publicDir: false,
  build: {
    ssr: true,
    outDir: "dist/node",
    target: "node20",
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: { geophone: "src/headless/cli/main.ts", scorer: "src/headless/scorer/main.ts" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        banner: "#!/usr/bin/env node",
      },
    },
  },
});
