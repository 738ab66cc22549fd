import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import type { SigningKey } from "./contract.ts";

/** What comes before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");

/** A key pair made from a name: the same at each call, signed with by OpenSSL through Node. */
export function signingKey(name: string): { readonly key: SigningKey; readonly publicKey: KeyObject } {
  const seed = createHash("sha256").update(name).digest();
  const secret = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(secret);
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
  return {
    publicKey,
    key: { publicKey: raw.toString("hex"), sign: async (message) => sign(null, message, secret) },
  };
}
