import type { ZodType } from "zod";
import { InputError } from "../errors.ts";
import { stableJson } from "../workspace/contract.ts";

const advice = "Copy or export the bundle again.";
/** Ten times what the largest model of today needs. */
const largestJsonBytes = 4 << 20;
const deepestJson = 32;
/** Keys that mean something to JavaScript itself: no part of a bundle has them, so none can be taken for data. */
export const namesOfPrototypes: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

const damaged = (path: string, what: string, cause?: unknown): InputError =>
  new InputError("bundle-damaged", `${path} of the bundle ${what}`, { place: { file: path }, cause, advice });

const invalid = (path: string, what: string, cause?: unknown): InputError =>
  new InputError("bundle-invalid", `${path} of the bundle ${what}`, { place: { file: path }, cause, advice });

/** Brackets that are open at once, at most; counted on the bytes, before anything is built from them. */
function depthOf(json: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]!;
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return deepest;
}

function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasPrototypeKey);
  return Object.entries(value).some(([key, inner]) => namesOfPrototypes.has(key) || hasPrototypeKey(inner));
}

const encode = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(stableJson(value));

/** A value as a bundle's JSON parts are written: UTF-8, sorted keys, no spaces. */
export const encodeJsonPart = encode;

/**
 * A JSON part, nothing of it trusted. Only the one way to write it is taken: a byte order mark, a space or a key given twice is
 * another file. @throws InputError `bundle-damaged`, `bundle-invalid`
 */
export function decodeJsonPart(path: string, bytes: Uint8Array): unknown {
  if (bytes.length > largestJsonBytes)
    throw invalid(path, `has ${bytes.length} bytes; up to ${largestJsonBytes} are read`);
  if (depthOf(bytes) > deepestJson) throw invalid(path, `is nested deeper than ${deepestJson} levels`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(path, "is no JSON", cause);
  }
  if (hasPrototypeKey(value)) throw invalid(path, "has a key named as JavaScript's own: it is made to harm");
  const canonical = encode(value);
  if (canonical.length !== bytes.length || canonical.some((byte, i) => byte !== bytes[i]))
    throw damaged(path, "was altered: it is not written as bundles are");
  return value;
}

/** @throws InputError `bundle-invalid` where it is not what the schema says */
export function checkJsonPart<T>(path: string, value: unknown, schema: ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(path, `is not as it should be: ${issue!.path.join(".")} ${issue!.message}`, parsed.error);
}
