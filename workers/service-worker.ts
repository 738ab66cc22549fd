// Keeps the app on this machine. One cache a version; index.html and what it needs are stored at installation, so that
// page and parts always belong together; the heavy rest on first use, or file by file when the page asks for it.
import type { AppFile, OfflineAnswer, OfflineRequest } from "../src/adapters/browser/offline-protocol.ts";

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: everything in the app's folder. */
declare const __APP_FILES__: readonly AppFile[];
/** Put in by the build: a hash of that list. */
declare const __APP_VERSION__: string;

const prefix = "geophone-app-";
const cacheName = prefix + __APP_VERSION__;
const files = new Map(__APP_FILES__.map((file) => [file.path, file]));
/** An entry under this path says: everything was stored here on request, so the next version stores everything too. */
const readyMark = "/.ready-for-the-field";

const otherVersions = async (): Promise<string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);

async function sha256(bytes: ArrayBuffer): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))));
}

/** The body, read piece by piece. @throws TypeError when the connection breaks */
async function readBody(response: Response, onBytes: (bytes: number) => void): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    parts.push(read.value);
    onBytes(read.value.byteLength);
  }
  return new Blob(parts).arrayBuffer();
}

/** A stored answer keeps its headers, isolation and policy among them, save for how it was packed on the way. */
function storedAnswer(body: ArrayBuffer, from: Response): Response {
  const headers = new Headers(from.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(body, { status: 200, headers });
}

/**
 * Stores one file of this version, checked against the hash of the build: a server that is being updated may already
 * have another. An earlier version's copy is taken where it has the same content.
 */
async function store(file: AppFile, onBytes: (bytes: number) => void = () => undefined): Promise<void> {
  const cache = await caches.open(cacheName);
  if ((await cache.match(file.path)) !== undefined) return;
  for (const name of await otherVersions()) {
    const earlier = await (await caches.open(name)).match(file.path);
    if (earlier === undefined) continue;
    const body = await earlier.clone().arrayBuffer();
    if ((await sha256(body)) !== file.sha256) continue;
    await cache.put(file.path, earlier);
    onBytes(file.bytes);
    return;
  }
  const response = await fetch(file.path, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${file.path}: the server answered ${response.status}`);
  const body = await readBody(response, onBytes);
  if ((await sha256(body)) !== file.sha256)
    throw new Error(`${file.path}: the server has another version of this file`);
  await cache.put(file.path, storedAnswer(body, response));
}

async function wasMadeReady(): Promise<boolean> {
  for (const name of await otherVersions())
    if ((await (await caches.open(name)).match(readyMark)) !== undefined) return true;
  return false;
}

async function stayReady(): Promise<void> {
  await (await caches.open(cacheName)).put(readyMark, new Response("ready"));
}

async function install(): Promise<void> {
  const everything = await wasMadeReady();
  for (const file of files.values()) if (file.shell || everything) await store(file);
  if (everything) await stayReady();
}

/** Earlier versions go, unless a later one is being stored too, or another window may still be at work with one. */
async function forgetEarlierVersions(): Promise<void> {
  if (self.registration.installing !== null || self.registration.waiting !== null) return;
  if ((await self.clients.matchAll({ type: "window" })).length > 1) return;
  for (const name of await otherVersions()) await caches.delete(name);
}

/** From this version's cache, else (for a window that still runs an earlier one) from any, else over the network. */
async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const stored = (await cache.match(path)) ?? (await caches.match(path));
  if (stored !== undefined) return stored;
  const response = await fetch(request);
  // A full disk is no reason to fail: the answer is there, it only is not kept.
  if (response.status === 200 && files.has(path)) cache.put(path, response.clone()).catch(() => undefined);
  return response;
}

async function report(): Promise<OfflineAnswer> {
  const cache = await caches.open(cacheName);
  const stored = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  const all = [...files.values()];
  return {
    kind: "report",
    totalBytes: all.reduce((sum, file) => sum + file.bytes, 0),
    missing: all.filter(({ path }) => !stored.has(path)).map(({ path, bytes }) => ({ path, bytes })),
  };
}

async function serve(request: OfflineRequest, tell: (answer: OfflineAnswer) => void): Promise<OfflineAnswer> {
  switch (request.kind) {
    case "report":
      await forgetEarlierVersions();
      return report();
    case "store": {
      const file = files.get(request.path);
      if (file === undefined) throw new Error(`${request.path} is no file of this version`);
      let bytes = 0;
      await store(file, (more) => {
        bytes += more;
        tell({ kind: "progress", bytes });
      });
      return { kind: "done" };
    }
    case "stay-ready":
      await stayReady();
      return { kind: "done" };
    case "take-over":
      await self.skipWaiting();
      return { kind: "done" };
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetEarlierVersions().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  // A scoring server's answers are its own: never stored, never stood in for.
  if (pathname.startsWith("/api/")) return;
  // A page of the app is the same index.html under any path; a path with a dot is a file.
  if (request.mode === "navigate" && !pathname.includes("."))
    event.respondWith(answer("/index.html", request));
  else if (files.has(pathname) || pathname.startsWith("/assets/"))
    event.respondWith(answer(pathname, request));
});

self.addEventListener("message", (event) => {
  const [port] = event.ports;
  if (port === undefined) return;
  const tell = (message: OfflineAnswer): void => {
    port.postMessage(message);
  };
  const request = event.data as OfflineRequest;
  event.waitUntil(
    serve(request, tell).then(tell, (error: unknown) => {
      tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }),
  );
});
