import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "./error-replies.ts";
import type { KeyHolder, KeyRing } from "./keys.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whose key came with the request; undefined where none is asked for. */
    keyHolder: KeyHolder | undefined;
  }
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** For those who watch the server, who hold no key: they tell nothing of data or models' work. */
const openRoutes = new Set(["/live", "/ready"]);

const hostNameOf = (host: string): string => host.replace(/:\d*$/, "").toLowerCase();

/**
 * Who is answered. With keys: whoever shows one. Without: requests that name this machine, or another name that was allowed; a
 * foreign web page that had its name point here would send its own.
 */
export function guardAccess(
  app: FastifyInstance,
  { keys, allowedHosts }: { readonly keys?: KeyRing; readonly allowedHosts: readonly string[] },
): void {
  const names = new Set([...loopbackNames, ...allowedHosts.map((name) => name.toLowerCase())]);
  app.decorateRequest("keyHolder", undefined);
  app.addHook("onRequest", async (request) => {
    if (request.headers.host === undefined && request.raw.httpVersion === "1.1")
      throw new Refusal(
        400,
        "host-missing",
        "HTTP/1.1 asks for the header Host",
        "Send the name or address by which you ask.",
      );
    if (!keys) {
      if (names.has(hostNameOf(request.headers.host ?? ""))) return;
      throw new Refusal(
        403,
        "host-not-allowed",
        "the request's Host is no name of this server",
        "Ask by localhost, or start the server with --allowed-hosts NAME or with keys.",
      );
    }
    const key = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    request.keyHolder = key === undefined ? undefined : keys.holderOf(key);
    if (request.keyHolder || openRoutes.has(request.routeOptions.url ?? "")) return;
    throw new Refusal(
      401,
      key === undefined ? "key-missing" : "key-unknown",
      key === undefined ? "this server answers those who show a key" : "the key is not known here",
      "Send Authorization: Bearer KEY.",
    );
  });
  app.addHook("onSend", async (_request, reply) => {
    if (reply.statusCode === 401) void reply.header("www-authenticate", "Bearer");
  });
}

/** @throws Refusal 403 `admin-only` */
export function requireAdmin(request: FastifyRequest): void {
  if (request.keyHolder?.admin) return;
  throw new Refusal(
    403,
    "admin-only",
    "only a key of an administrator may do that",
    "Make one with geophone serve-key NAME --admin, or send the process SIGHUP.",
  );
}
