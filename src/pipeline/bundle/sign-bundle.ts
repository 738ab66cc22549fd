import { paths } from "./bundle-schemas.ts";
import type { SigningKey } from "./contract.ts";
import { encodeJsonPart } from "./json-parts.ts";
import { openBundleParts } from "./open-bundle-parts.ts";
import { signManifest } from "./signature.ts";
import { zipParts } from "./zip-parts.ts";

/**
 * The bundle with a signature, in place of any that it had; one of an older version becomes one of the newest. Ed25519 has no
 * randomness: the same bundle and key give the same bytes.
 * @throws what `openBundleParts` raises
 */
export async function signBundle(bytes: Uint8Array, key: SigningKey): Promise<Uint8Array<ArrayBuffer>> {
  const { parts, manifest } = await openBundleParts(bytes);
  const manifestBytes = encodeJsonPart(manifest);
  const signed = new Map<string, Uint8Array>([...parts, [paths.manifest, manifestBytes]]);
  signed.delete(paths.signature);
  signed.set(paths.signature, encodeJsonPart(await signManifest(manifestBytes, key)));
  return zipParts(signed);
}
