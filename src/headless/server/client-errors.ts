import type { Socket } from "node:net";
import type { ErrorBody } from "./error-replies.ts";

const told: Readonly<Record<string, readonly [status: string, code: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    "408 Request Timeout",
    "request-too-slow",
    "the request did not come whole in time",
  ],
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "headers-too-large",
    "the headers are too large",
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    "413 Payload Too Large",
    "body-too-large",
    "the chunks' extensions are too large",
  ],
};

/** What is not even HTTP, or never ends: one answer in our words, and the connection is over. */
export function onClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, message] = told[error.code ?? ""] ?? [
    "400 Bad Request",
    "not-http",
    "this is no HTTP request",
  ];
  const body: ErrorBody = { error: { code, message } };
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
  // Who does not read the refusal is not waited for.
  socket.setTimeout(1000, () => socket.destroy());
}
