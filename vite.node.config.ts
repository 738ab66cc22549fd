import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { defineConfig } from "vite";

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8")));

/** Version and commit, so that a lineage names the code; the version alone where there is no repository. */
function codeVersion(): string {
  try {
    const commit = execFileSync("git", ["rev-parse", "--short=12", "HEAD"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return `${version}+${commit.trim()}`;
  } catch {
    return version;
  }
}

export default defineConfig({
  define: { __CODE_VERSION__: JSON.stringify(codeVersion()) },
  build: {
    ssr: true,
    outDir: "dist/node",
    target: "node20",
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: { geophone: "src/headless/cli/main.ts" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        banner: "#!/usr/bin/env node",
      },
    },
  },
});
