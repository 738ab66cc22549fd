import { largestBundleFileBytes, readBundle } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { scoreWindows } from "../serving/contract.ts";
import { sha256Hex } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { importedBundleKind, type ImportedBundleRecord } from "./imported-bundle.ts";

/**
 * Takes a bundle into the workspace once it has shown that it is whole and scores right. The same bundle again changes nothing.
 * @throws InputError `bundle-too-large`, and what `readBundle` raises
 */
export async function importBundle(
  ports: WorkspacePorts,
  location: string,
): Promise<{ readonly bundle: ImportedBundleRecord; readonly alreadyThere: boolean }> {
  const { workspace } = ports;
  const source = await ports.openSource(location);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    if (source.sizeBytes > largestBundleFileBytes)
      throw new InputError(
        "bundle-too-large",
        `${source.name} has ${source.sizeBytes} bytes; bundles are read up to ${largestBundleFileBytes}`,
        { place: { file: source.name }, advice: "Choose a bundle.zip that geophone bundle export wrote." },
      );
    bytes = await source.read(0, source.sizeBytes, ports.signal);
  } finally {
    await source.close();
  }
  const sha256 = await sha256Hex(bytes);
  const id = sha256.slice(0, 16);
  const path = `bundles/${id}.zip`;
  const known = await workspace.getRecord(importedBundleKind, id);
  if (known?.sha256 === sha256 && (await workspace.hasFile(path)))
    return { bundle: known, alreadyThere: true };

  const { model, evaluation, lineage, card, formatVersion, signature, contentSha256 } = await readBundle(
    bytes,
    scoreWindows,
  );
  const bundle: ImportedBundleRecord = {
    id,
    sha256,
    fileName: source.name,
    bytes: bytes.length,
    path,
    family: model.classifier.family,
    classes: [...model.classes],
    input: model.input,
    evaluation,
    lineage,
    formatVersion,
    contentSha256,
    ...(card ? { card } : {}),
    ...(signature.kind === "signed"
      ? { signedBy: { publicKey: signature.publicKey, keyId: signature.keyId } }
      : {}),
    importedAt: ports.now(),
  };
  await workspace.putFile(path, bytes);
  await workspace.putRecord(importedBundleKind, bundle);
  return { bundle, alreadyThere: false };
}
