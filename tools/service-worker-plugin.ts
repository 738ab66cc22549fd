import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "vite";
import type { AppFile } from "../src/adapters/browser/offline-protocol.ts";

/**
 * A file larger than this (bytes) that the first page does not load is left for its first use. Nearly everything is
 * smaller: the first page already measures what the machine trains fastest on, in a worker that brings the training
 * engines with it. What remains is the SQL engine.
 */
const heavyFrom = 2_000_000;
const outputName = "service-worker.js";

const hash = (content: string | Buffer): Buffer => createHash("sha256").update(content).digest();

/** The text of index.html and of the scripts that it names: what the page loads by itself, its workers among it. */
function firstPage(folder: string): string {
  const page = readFileSync(path.join(folder, "index.html"), "utf8");
  const scripts = [...page.matchAll(/"\/([^"]+\.js)"/g)].map(([, name]) =>
    readFileSync(path.join(folder, name ?? ""), "utf8"),
  );
  return [page, ...scripts].join("\n");
}

/** Every file in the built app's folder, in a fixed order. */
export function listAppFiles(folder: string): AppFile[] {
  const page = firstPage(folder);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== outputName)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort()
    .map((name) => {
      const content = readFileSync(path.join(folder, name));
      return {
        path: `/${name}`,
        bytes: content.byteLength,
        sha256: hash(content).toString("base64"),
        // Parts that are loaded later are named without the slash.
        shell: content.byteLength <= heavyFrom || page.includes(`/${name}`),
      };
    });
}

/** After the app is written: builds the service worker with the list of all that is there. */
export function serviceWorker(entry: string): Plugin {
  let folder = "";
  return {
    name: "geophone:service-worker",
    apply: "build",
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      sequential: true,
      order: "post",
      async handler() {
        const files = listAppFiles(folder);
        await build({
          configFile: false,
          publicDir: false,
          logLevel: "warn",
          define: {
            __APP_FILES__: JSON.stringify(files),
            __APP_VERSION__: JSON.stringify(hash(JSON.stringify(files)).toString("hex").slice(0, 16)),
          },
          build: {
            outDir: folder,
            emptyOutDir: false,
            target: "es2023",
            rolldownOptions: { input: entry, output: { format: "iife", entryFileNames: outputName } },
          },
        });
      },
    },
  };
}
