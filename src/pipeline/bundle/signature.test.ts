import { createPrivateKey, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { scoreWindows } from "../serving/contract.ts";
import { sha256Hex } from "../workspace/contract.ts";
import { bundleOf, roundedBundleOf, smallModel } from "./bundle.fixture.ts";
import { keyIdOf, readBundle, signBundle, writeBundle } from "./contract.ts";
import { migrateFrom1 } from "./manifest.ts";
import { checkSignature, signManifest } from "./signature.ts";
import { signingKey } from "./signing-key.fixture.ts";
import { writeBundle1 } from "./write-bundle-1.fixture.ts";
import { unzipParts } from "./zip-parts.ts";

/** RFC 8032, 7.1, test 3. */
const rfc8032 = {
  secret: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
  publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
  message: Uint8Array.of(0xaf, 0x82),
  signature:
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
};

describe("a signature", () => {
  it("is the one of RFC 8032", async () => {
    const pkcs8 = Buffer.from(`302e020100300506032b657004220420${rfc8032.secret}`, "hex");
    const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
    const part = await signManifest(rfc8032.message, {
      publicKey: rfc8032.publicKey,
      sign: async (message) => sign(null, message, key),
    });
    expect(part.signature).toBe(rfc8032.signature);
    expect(await checkSignature(part, rfc8032.message)).toEqual({
      publicKey: rfc8032.publicKey,
      keyId: await sha256Hex(Uint8Array.from(Buffer.from(rfc8032.publicKey, "hex"))),
    });
    await expect(checkSignature(part, Uint8Array.of(0xaf, 0x83))).rejects.toMatchObject({
      code: "bundle-signature-invalid",
    });
  });

  it("covers the manifest's bytes, tells its key, and comes again the same", async () => {
    const { key, publicKey } = signingKey("alice");
    const bytes = await writeBundle(bundleOf(await smallModel(), scoreWindows));
    const unsigned = await readBundle(bytes, scoreWindows);
    expect(unsigned.signature).toEqual({ kind: "unsigned" });
    expect(unsigned.formatVersion).toBe(2);

    const signed = await signBundle(bytes, key);
    expect(await signBundle(signed, key)).toEqual(signed);
    const parts = unzipParts(signed);
    const { signature } = JSON.parse(new TextDecoder().decode(parts.get("signature.json"))) as {
      signature: string;
    };
    // By OpenSSL, through Node: another's answer.
    expect(verify(null, parts.get("manifest.json")!, publicKey, Buffer.from(signature, "hex"))).toBe(true);

    const keyId = await keyIdOf(key.publicKey);
    const read = await readBundle(signed, scoreWindows);
    expect(read.signature).toEqual({ kind: "signed", publicKey: key.publicKey, keyId, trusted: false });
    expect(read.contentSha256).toBe(unsigned.contentSha256);
    const trusting = await readBundle(signed, scoreWindows, {
      trustedKeys: [key.publicKey],
      requireSignature: true,
    });
    expect(trusting.signature).toMatchObject({ kind: "signed", trusted: true });
  });

  it("can be demanded", async () => {
    const [alice, mallory] = [signingKey("alice"), signingKey("mallory")];
    const bytes = await writeBundle(bundleOf(await smallModel(), scoreWindows));
    const demand = { trustedKeys: [alice.key.publicKey], requireSignature: true };
    const code = async (zip: Uint8Array, options: Parameters<typeof readBundle>[2]): Promise<unknown> =>
      readBundle(zip, scoreWindows, options).then(
        () => "read",
        (error: unknown) => (error as { code?: string }).code,
      );
    expect(await code(bytes, demand)).toBe("bundle-unsigned");
    expect(await code(await signBundle(bytes, mallory.key), demand)).toBe("bundle-key-untrusted");
    expect(await code(await signBundle(bytes, mallory.key), { requireSignature: true })).toBe(
      "bundle-key-untrusted",
    );
    expect(await code(await signBundle(await signBundle(bytes, mallory.key), alice.key), demand)).toBe(
      "read",
    );
  });
});

describe("a bundle of version 1", () => {
  it("is written by the fixture as Geophone 0.1 wrote it", async () => {
    const bytes = await writeBundle1(roundedBundleOf(await smallModel("softmax"), scoreWindows));
    // Taken from a run of that version's own writer on this very bundle.
    expect(await sha256Hex(bytes)).toBe("17d461daa3139e4e83a16361a1c13f2cd5c42e33417b495ee84128ed19b77c63");
  });

  it("still reads, and is signed as one of version 2", async () => {
    const bundle = bundleOf(await smallModel(), scoreWindows);
    const old = await writeBundle1(bundle);
    const { formatVersion, signature, contentSha256, ...read } = await readBundle(old, scoreWindows);
    const now = await readBundle(await writeBundle(bundle), scoreWindows);
    expect({ formatVersion, signature }).toEqual({ formatVersion: 1, signature: { kind: "unsigned" } });
    expect(contentSha256).toBe(now.contentSha256);
    expect(await writeBundle(read)).toEqual(await writeBundle(bundle));
    const { key } = signingKey("alice");
    expect(await signBundle(old, key)).toEqual(await signBundle(await writeBundle(bundle), key));
  });

  it("says the same once it is migrated", () => {
    const parts = [{ path: "model.json", bytes: 3, sha256: "0".repeat(64) }];
    expect(migrateFrom1({ format: "geophone-bundle", version: 1, parts })).toEqual({
      format: "geophone-bundle",
      version: 2,
      parts,
    });
  });
});
