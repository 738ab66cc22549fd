import { Sha256 } from "../../numerics/sha256.ts";

/** SHA-256 of bytes that come piece by piece. */
export interface StreamingHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; ends the stream. */
  hex(): string;
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function createSha256(): StreamingHash {
  const hash = new Sha256();
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    hex: () => hexOf(hash.digest()),
  };
}

/** SHA-256 of bytes at hand, lower-case hexadecimal. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const hash = new Sha256();
  hash.update(bytes);
  return hexOf(hash.digest());
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** JSON with sorted keys: equal content gives equal text. Fields that are undefined are left out. */
export function stableJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}
