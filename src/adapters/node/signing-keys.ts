import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { open, unlink } from "node:fs/promises";
import type { PublicKey, SigningKey } from "../../pipeline/bundle/contract.ts";
import { InputError } from "../../pipeline/errors.ts";
import { fileFault } from "./file-errors.ts";
import { readWholeFile } from "./whole-file.ts";

/** The 32 raw bytes of an Ed25519 key's public half, in hexadecimal. */
function rawPublicKey(key: KeyObject): PublicKey {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
}

async function readKey(
  file: string,
  what: "public key" | "private key",
  parse: (pem: string) => KeyObject,
): Promise<KeyObject> {
  const pem = new TextDecoder().decode(await readWholeFile(file));
  const invalid = (cause?: unknown): InputError =>
    new InputError("key-invalid", `${file} holds no Ed25519 ${what} in PEM form`, {
      place: { file },
      cause,
      advice: "Name a file that geophone bundle keygen wrote.",
    });
  let key;
  try {
    key = parse(pem);
  } catch (cause) {
    throw invalid(cause);
  }
  if (key.asymmetricKeyType !== "ed25519") throw invalid();
  return key;
}

/** Public keys from PEM files (SPKI), to trust. @throws InputError `key-invalid`, `file-missing` */
export async function readTrustedKeys(files: readonly string[]): Promise<PublicKey[]> {
  const keys: PublicKey[] = [];
  for (const file of files)
    keys.push(
      rawPublicKey(
        await readKey(file, "public key", (pem) => {
          // A private key has a public half too: who names one here has mistaken it, and should not hand it around.
          if (pem.includes("PRIVATE KEY")) throw new TypeError("a private key");
          return createPublicKey(pem);
        }),
      ),
    );
  return keys;
}

/** A private key from a PEM file (PKCS #8). @throws InputError `key-invalid`, `file-missing` */
export async function readSigningKey(file: string): Promise<SigningKey> {
  const key = await readKey(file, "private key", createPrivateKey);
  return {
    publicKey: rawPublicKey(createPublicKey(key)),
    sign: async (message) => sign(null, message, key),
  };
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  let handle;
  try {
    handle = await open(file, "wx", mode);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new InputError("key-exists", `${file} is there already, and keys are never written over`, {
        place: { file },
        advice: "Choose another name.",
      });
    throw fileFault(error, "write", file);
  }
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    throw fileFault(error, "write", file);
  } finally {
    await handle.close();
  }
}

/**
 * A new key pair: NAME.key for its owner alone (mode 0600), NAME.pub to hand out; both PEM, as OpenSSL writes them.
 * @throws InputError `key-exists`
 */
export async function writeKeyPair(
  name: string,
): Promise<{ readonly keyFile: string; readonly publicFile: string; readonly publicKey: PublicKey }> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const keyFile = `${name}.key`;
  const publicFile = `${name}.pub`;
  await writeNew(publicFile, publicKey.export({ type: "spki", format: "pem" }).toString(), 0o644);
  try {
    await writeNew(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }).toString(), 0o600);
  } catch (error) {
    await unlink(publicFile);
    throw error;
  }
  return { keyFile, publicFile, publicKey: rawPublicKey(publicKey) };
}
