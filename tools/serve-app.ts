import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { apiAddress, apiPrefix, passOn } from "./pass-on.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
export const builtApp = path.join(root, "dist/app");

/** The headers of every response, in development, here and in nginx. */
const securityHeaders = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(path.join(root, "tools/security-headers.json"), "utf8")));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

export interface ServedApp {
  /** Such as `http://127.0.0.1:4173`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Ends open connections too: from here on the app is offline. */
  close(): Promise<void>;
}

/** The file that a path means: itself, or index.html for a page of the app; undefined for a missing file. */
function fileFor(folder: string, pathname: string): string | undefined {
  const file = path.join(folder, pathname);
  if (!file.startsWith(folder)) return undefined;
  if (pathname !== "/" && path.extname(pathname) !== "") return file;
  return path.join(folder, "index.html");
}

function decodedPath(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
  } catch {
    return undefined;
  }
}

const policyName = "Content-Security-Policy";
const reportPath = "/policy-report";

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

interface Serving {
  readonly folder: string;
  readonly api?: URL | undefined;
  readonly onPolicyReport?: ((report: string) => void) | undefined;
}

async function answer(
  { folder, api, onPolicyReport }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (onPolicyReport !== undefined) {
    response.setHeader(policyName, `${securityHeaders[policyName] ?? ""}; report-uri ${reportPath}`);
    if (request.method === "POST" && request.url === reportPath) {
      onPolicyReport(await bodyOf(request));
      response.writeHead(204).end();
      return;
    }
  }
  if (api && request.url?.startsWith(apiPrefix)) {
    passOn(api, request, response);
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const pathname = decodedPath(request);
  const file = pathname === undefined ? undefined : fileFor(folder, pathname);
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (file === undefined || body === undefined) {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found");
    return;
  }
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  response.setHeader("ETag", etag);
  response.setHeader(
    "Cache-Control",
    file.startsWith(path.join(folder, "assets")) ? "public, max-age=31536000, immutable" : "no-cache",
  );
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    "Content-Type": types[path.extname(file)] ?? "application/octet-stream",
    "Content-Length": body.byteLength,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("no TCP address"));
      else resolve(address.port);
    });
  });
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES");

/**
 * Serves the built app to this machine alone (127.0.0.1), uncompressed: over the loopback, compression only costs time.
 * @param options.port first port to try, then the next ones; 0 (default) takes any free port
 * @param options.onPolicyReport asks the browser to report each violation of the policy, and is given the reports (JSON)
 * @param options.api address of a scoring server; what is asked below `/api/` goes there, and nowhere else
 * @throws Error when the app is not built, or `api` is no address
 */
export async function serveApp(
  options: { folder?: string; port?: number; api?: string; onPolicyReport?: (report: string) => void } = {},
): Promise<ServedApp> {
  const folder = options.folder ?? builtApp;
  if (!existsSync(path.join(folder, "index.html")))
    throw new Error(`no app at ${folder}: run \`npm run build:app\` first`);
  const serving: Serving = {
    folder,
    api: options.api === undefined ? undefined : apiAddress(options.api),
    onPolicyReport: options.onPolicyReport,
  };
  const server = createServer((request, response) => {
    answer(serving, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  const first = options.port ?? 0;
  for (let attempt = 0; ; attempt++) {
    try {
      const port = await listen(server, first === 0 ? 0 : first + attempt);
      const close = (): Promise<void> =>
        new Promise((resolve) => {
          server.close(() => {
            resolve();
          });
          server.closeAllConnections();
        });
      return { url: `http://127.0.0.1:${port}`, port, close };
    } catch (error) {
      if (!isTaken(error) || attempt >= 50) throw error;
    }
  }
}
