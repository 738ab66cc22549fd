import { request as requestOverHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { request as requestOverHttps } from "node:https";

/** Where the app finds a scoring server, on its own origin: everything below is passed on without it. */
export const apiPrefix = "/api/";

/** The page that tries the scoring server out: it is not the app's, and has a policy of its own. */
const page = /^\/api\/docs([/?]|$)/;
const policyName = "content-security-policy";

/** Headers of one connection alone (RFC 9110, 7.6.1). */
const ofOneConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const endToEnd = (message: IncomingMessage): [string, string | string[]][] =>
  Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined || ofOneConnection.has(name) ? [] : [[name, value] as [string, string | string[]]],
  );

/** What the app reads where no scoring server answered: the same shape as a scoring server's own errors. */
export const noAnswer = JSON.stringify({
  error: {
    code: "no-scoring-server",
    message: "no scoring server answered",
    advice: "Start one with geophone serve, or try again in a moment.",
  },
});

/** @throws Error where it is no address of an HTTP server */
export function apiAddress(text: string): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address && /^https?:$/.test(address.protocol)) return address;
  throw new Error(`${text} is no address of a scoring server; one looks like http://127.0.0.1:8000`);
}

/**
 * Passes a request below `/api/` on to the scoring server at `target`, and its answer back, piece by piece both ways. Headers
 * that were set on the response already stand; the other side's of the same name are left out, save for the policy of its page.
 */
export function passOn(target: URL, request: IncomingMessage, response: ServerResponse): void {
  const path = target.pathname.replace(/\/$/, "") + (request.url ?? "/").slice(apiPrefix.length - 1);
  const ask = target.protocol === "https:" ? requestOverHttps : requestOverHttp;
  const onward = ask(
    new URL(target.origin),
    { method: request.method, path, headers: Object.fromEntries(endToEnd(request)) },
    (answer) => {
      const ofPage = page.test(request.url ?? "");
      for (const [name, value] of endToEnd(answer))
        if (!response.hasHeader(name) || (ofPage && name === policyName)) response.setHeader(name, value);
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    },
  );
  onward.on("error", () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { "Content-Type": "application/json" }).end(noAnswer);
  });
  // Whoever asked is gone: nobody waits for the answer.
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
