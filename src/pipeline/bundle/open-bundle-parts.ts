import { InputError } from "../errors.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import { paths } from "./bundle-schemas.ts";
import type { SignedBy } from "./contract.ts";
import { checkJsonPart, decodeJsonPart } from "./json-parts.ts";
import { readManifest, type Manifest } from "./manifest.ts";
import { checkSignature, signaturePartSchema } from "./signature.ts";
import { requireCanonicalZip, unzipParts, type BundleParts } from "./zip-parts.ts";

/** A bundle whose bytes are what its manifest says, and whose manifest is what its signer signed, if anyone did. */
export interface OpenedParts {
  readonly parts: BundleParts;
  /** As the newest version says it. */
  readonly manifest: Manifest;
  /** Of the file. */
  readonly formatVersion: number;
  readonly signedBy: SignedBy | undefined;
}

const damaged = (path: string, message: string): InputError =>
  new InputError("bundle-damaged", message, {
    place: { file: path },
    advice: "Copy or export the bundle again.",
  });

/** Every part is named in the manifest, and is what the manifest says; nothing else is there. */
async function checkParts(parts: BundleParts, manifest: Manifest, signable: boolean): Promise<void> {
  for (const { path, bytes, sha256 } of manifest.parts) {
    const part = parts.get(path);
    if (!part) throw damaged(path, `the bundle lacks its part ${path}`);
    if (part.length !== bytes || (await sha256Hex(part)) !== sha256)
      throw damaged(path, `${path} of the bundle is not what its manifest says: its SHA-256 differs`);
  }
  const named = [
    paths.manifest,
    ...manifest.parts.map(({ path }) => path),
    ...(signable && parts.has(paths.signature) ? [paths.signature] : []),
  ];
  const stray = [...parts.keys()].find((path) => !named.includes(path));
  if (stray !== undefined)
    throw damaged(stray, `the bundle holds ${stray}, which its manifest does not name`);
  if (stableJson([...parts.keys()]) !== stableJson(named))
    throw damaged(
      paths.manifest,
      "the bundle's manifest names its parts twice or in another order than they are",
    );
}

/**
 * Opens a bundle's zip: its form, its manifest, every hash, its signature.
 * @throws InputError `bundle-not-zip`, `bundle-too-large`, `bundle-damaged`, `bundle-newer`, `bundle-invalid`,
 * `bundle-signature-invalid`; JobError `signature-unsupported`
 */
export async function openBundleParts(bytes: Uint8Array): Promise<OpenedParts> {
  const parts = unzipParts(bytes);
  const manifestBytes = parts.get(paths.manifest);
  if (!manifestBytes) throw damaged(paths.manifest, `the bundle lacks its part ${paths.manifest}`);
  const { manifest, formatVersion } = readManifest(decodeJsonPart(paths.manifest, manifestBytes));
  await checkParts(parts, manifest, formatVersion > 1);
  requireCanonicalZip(bytes, parts);
  const signatureBytes = parts.get(paths.signature);
  const signedBy =
    signatureBytes &&
    (await checkSignature(
      checkJsonPart(paths.signature, decodeJsonPart(paths.signature, signatureBytes), signaturePartSchema),
      manifestBytes,
    ));
  return { parts, manifest, formatVersion, signedBy };
}
