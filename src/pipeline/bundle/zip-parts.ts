import { unzipSync, zipSync } from "fflate";
import { InputError } from "../errors.ts";

/** A bundle's parts by path. */
export type BundleParts = ReadonlyMap<string, Uint8Array>;

const largestBundleBytes = 512 << 20;
const mostParts = 4096;
/** No zip of parts within these bounds is larger: a part's two headers take a few hundred bytes at most. */
export const largestBundleFileBytes = largestBundleBytes + (4 << 20);
/** The first moment that zip knows: a bundle says nothing of when it was written. */
const noTime = new Date(1980, 0, 1);
const plainPath = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** One zip, parts in the order given, stored without compression: the same parts give the same bytes everywhere. */
export function zipParts(parts: BundleParts): Uint8Array<ArrayBuffer> {
  const zip = zipSync(Object.fromEntries(parts), { level: 0, mtime: noTime, os: 3, attrs: 0o644 << 16 });
  return new Uint8Array(zip);
}

const damaged = (message: string, cause?: unknown): InputError =>
  new InputError("bundle-damaged", message, { cause, advice: "Copy or export the bundle again." });

/**
 * The parts of a zip, nothing of it trusted: sizes are bounded before anything is unpacked, names are plain relative paths.
 * @throws InputError `bundle-not-zip`, `bundle-damaged`, `bundle-too-large`
 */
export function unzipParts(bytes: Uint8Array): BundleParts {
  if (bytes.length < 22 || bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new InputError("bundle-not-zip", "this is not a bundle: it is no zip file", {
      advice: "Choose a bundle.zip that geophone bundle export wrote.",
    });
  let total = 0;
  const names = new Set<string>();
  try {
    const unzipped = unzipSync(bytes, {
      filter: ({ name, originalSize, size }) => {
        total += originalSize;
        if (total > largestBundleBytes || size > bytes.length || names.size >= mostParts)
          throw new InputError(
            "bundle-too-large",
            `the bundle unpacks to more than ${largestBundleBytes} bytes or ${mostParts} parts`,
            {
              advice: "It is damaged or made to harm: do not use it.",
            },
          );
        if (!plainPath.test(name))
          throw damaged(`the bundle holds a part with the name ${JSON.stringify(name)}`);
        if (names.has(name)) throw damaged(`the bundle holds ${name} twice`);
        names.add(name);
        return true;
      },
    });
    return new Map(Object.entries(unzipped));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw damaged("the bundle's zip structure is damaged", error);
  }
}

/**
 * Holds a zip to the one form that `zipParts` gives its parts, so that no byte of it (a header, a time, a trailer) can change
 * unseen. @throws InputError `bundle-damaged`
 */
export function requireCanonicalZip(bytes: Uint8Array, parts: BundleParts): void {
  const canonical = zipParts(parts);
  const differs =
    canonical.length === bytes.length
      ? canonical.findIndex((byte, i) => byte !== bytes[i])
      : Math.min(canonical.length, bytes.length);
  if (differs >= 0)
    throw new InputError("bundle-damaged", `the bundle's zip structure was altered at byte ${differs}`, {
      place: { byteOffset: differs },
      advice: "Copy or export the bundle again; a bundle must not be unpacked and packed anew.",
    });
}
