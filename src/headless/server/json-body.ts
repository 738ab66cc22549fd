import type { FastifyInstance } from "fastify";
import { Refusal } from "./error-replies.ts";

/** Requests are an object of arrays of arrays; anything much deeper is made to harm. */
const deepest = 32;
const [quote, backslash] = [0x22, 0x5c];

/** How deep arrays and objects of a JSON text stand in each other, as far as it matters: it stops beyond `limit`. */
export function depthOf(text: Uint8Array, limit = deepest): number {
  let depth = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!;
    // Most bytes are digits: one comparison for them.
    if (byte === quote) {
      for (i++; i < text.length && text[i] !== quote; i++) if (text[i] === backslash) i++;
    } else if (byte > 0x5a) {
      // [ and { open, ] and } close.
      if (byte === 0x5b || byte === 0x7b) {
        if (++depth > most) most = depth;
        if (most > limit) return most;
      } else if (byte === 0x5d || byte === 0x7d) depth--;
    }
  }
  return most;
}

/** Keys that would reach an object's prototype where somebody merges it. */
const poison =
  /"(?:_|\\u005[fF]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[fF])(?:t|\\u0074)(?:o|\\u006[fF])(?:_|\\u005[fF]){2}"\s*:/;

/** @throws Refusal 400 `body-not-json`, `body-too-deep`, `body-poisoned` */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0)
    throw new Refusal(400, "body-empty", "the body is empty", 'Send {"traces": [[…]]}.');
  if (depthOf(bytes) > deepest)
    throw new Refusal(
      400,
      "body-too-deep",
      `the JSON is nested more than ${deepest} deep`,
      'Send {"traces": [[…]]}.',
    );
  const text = bytes.toString("utf8");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\s+/g, " ").slice(0, 120) : "";
    throw new Refusal(
      400,
      "body-not-json",
      `the body is no JSON: ${why}`,
      "NaN and Infinity are no JSON numbers either.",
    );
  }
  if (text.includes("__") || text.includes("\\u00"))
    if (poison.test(text))
      throw new Refusal(400, "body-poisoned", "the body has a key __proto__", "Leave that key out.");
  return parsed;
}

export function takeJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (_request: unknown, body: Buffer) => parseJsonBody(body),
  );
}
