import { z } from "zod";
import { InputError } from "../errors.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import { paths } from "./bundle-schemas.ts";
import { checkJsonPart } from "./json-parts.ts";

const bundleFormat = "geophone-bundle";
const bundleVersion = 2;

const partsSchema = z.array(
  z.strictObject({
    path: z.string(),
    bytes: z.number().int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);
const versionSchema = z.looseObject({
  format: z.literal(bundleFormat),
  version: z.number().int().positive(),
});
/** Version 1 knew neither a model card nor a signature. */
const version1Schema = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.literal(1),
  parts: partsSchema.refine((parts) => parts.every(({ path }) => path !== paths.card), {
    error: "names a part that its version does not know",
  }),
});
const manifestSchema = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  /** Every other part but the signature, in the order of the zip. */
  parts: partsSchema,
});
type Manifest1 = z.infer<typeof version1Schema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** What version 1 said means the same in version 2, which adds two parts that may be missing. */
export function migrateFrom1({ format, parts }: Manifest1): Manifest {
  return { format, version: 2, parts };
}

/**
 * A manifest of any known version, as the newest says it.
 * @throws InputError `bundle-newer`, `bundle-invalid`
 */
export function readManifest(value: unknown): {
  readonly manifest: Manifest;
  readonly formatVersion: number;
} {
  const head = versionSchema.safeParse(value);
  const formatVersion = head.success ? head.data.version : bundleVersion;
  if (formatVersion > bundleVersion)
    throw new InputError(
      "bundle-newer",
      `the bundle is of version ${formatVersion}; this Geophone reads up to version ${bundleVersion}`,
      { advice: "Use a newer Geophone." },
    );
  const manifest =
    formatVersion === 1
      ? migrateFrom1(checkJsonPart(paths.manifest, value, version1Schema))
      : checkJsonPart(paths.manifest, value, manifestSchema);
  return { manifest, formatVersion };
}

/** @param parts every part but manifest and signature, in the order of the zip */
export async function manifestOf(parts: ReadonlyMap<string, Uint8Array>): Promise<Manifest> {
  const entries: Manifest["parts"] = [];
  for (const [path, bytes] of parts)
    entries.push({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) });
  return { format: bundleFormat, version: bundleVersion, parts: entries };
}

/** SHA-256 of all that scores and judges: the card's words and signatures do not change it. */
export function contentSha256({ parts }: Manifest): Promise<string> {
  const content = parts.filter(({ path }) => path !== paths.card);
  return sha256Hex(new TextEncoder().encode(stableJson(content)));
}
