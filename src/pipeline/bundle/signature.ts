import { z } from "zod";
import { InputError, JobError } from "../errors.ts";
import { sha256Hex } from "../workspace/contract.ts";
import type { BundleSignature, ReadBundleOptions, SignedBy, SigningKey } from "./contract.ts";

const hex = (bytes: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

/** `signature.json`: Ed25519 (RFC 8032) over the exact bytes of `manifest.json`. */
export const signaturePartSchema = z.strictObject({
  algorithm: z.literal("Ed25519"),
  /** The raw key. */
  publicKey: hex(32),
  keyId: hex(32),
  signature: hex(64),
});
export type SignaturePart = z.infer<typeof signaturePartSchema>;

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Fingerprint of a public key: SHA-256 of its 32 raw bytes. @param publicKey 64 hexadecimal digits */
export const keyIdOf = (publicKey: string): Promise<string> => sha256Hex(bytesOf(publicKey));

export async function signManifest(
  manifest: Uint8Array<ArrayBuffer>,
  key: SigningKey,
): Promise<SignaturePart> {
  return {
    algorithm: "Ed25519",
    publicKey: key.publicKey,
    keyId: await keyIdOf(key.publicKey),
    signature: hexOf(await key.sign(manifest)),
  };
}

async function isValid(
  { publicKey, signature }: SignaturePart,
  manifest: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", bytesOf(publicKey), "Ed25519", false, ["verify"]);
  } catch (cause) {
    // Every 32 bytes are taken as a key: what is refused here is the algorithm.
    throw new JobError("signature-unsupported", "signatures cannot be checked here: Ed25519 is not known", {
      cause,
      advice: "Use a newer browser, or geophone bundle check.",
    });
  }
  return crypto.subtle.verify("Ed25519", key, bytesOf(signature), manifest);
}

/** @throws InputError `bundle-signature-invalid`; JobError `signature-unsupported` */
export async function checkSignature(
  part: SignaturePart,
  manifest: Uint8Array<ArrayBuffer>,
): Promise<SignedBy> {
  const { publicKey, keyId } = part;
  if (keyId !== (await keyIdOf(publicKey)) || !(await isValid(part, manifest)))
    throw new InputError(
      "bundle-signature-invalid",
      `the bundle's signature does not fit it: key ${keyId.slice(0, 16)} did not sign this`,
      {
        place: { file: "signature.json" },
        advice: "Do not use it. Get the bundle anew from whom it is said to come.",
      },
    );
  return { publicKey, keyId };
}

/** @throws InputError `bundle-unsigned`, `bundle-key-untrusted` where a trusted signature is required */
export function judgeSignature(
  key: SignedBy | undefined,
  { trustedKeys = [], requireSignature = false }: ReadBundleOptions,
): BundleSignature {
  if (!key) {
    if (requireSignature)
      throw new InputError("bundle-unsigned", "the bundle is not signed, and a signature is required", {
        advice: "Ask for a signed bundle, or sign it yourself once you trust it: geophone bundle sign.",
      });
    return { kind: "unsigned" };
  }
  const trusted = trustedKeys.includes(key.publicKey);
  if (requireSignature && !trusted)
    throw new InputError(
      "bundle-key-untrusted",
      `the bundle is signed by key ${key.keyId.slice(0, 16)}, which is not among the trusted`,
      { advice: "Trust the key (geophone … --trusted KEY.pub) if you know whose it is." },
    );
  return { kind: "signed", ...key, trusted };
}
