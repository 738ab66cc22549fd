import { unzipSync, zipSync } from "fflate";
import { InputError } from "../errors.ts";
import { namesOfPrototypes } from "./json-parts.ts";

/** A bundle's parts by path, in the order of the zip. */
export type BundleParts = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const largestBundleBytes = 512 << 20;
const mostParts = 4096;
/** No zip of parts within these bounds is larger: a part's two headers take a few hundred bytes at most. */
export const largestBundleFileBytes = largestBundleBytes + (4 << 20);
/** The first moment that zip knows: a bundle says nothing of when it was written. */
const noTime = new Date(1980, 0, 1);
const plainPath = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const longestPath = 1000;

/** One zip, parts in the order given, stored without compression: the same parts give the same bytes everywhere. */
export function zipParts(parts: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const zip = zipSync(Object.fromEntries(parts), { level: 0, mtime: noTime, os: 3, attrs: 0o644 << 16 });
  return new Uint8Array(zip);
}

const damaged = (message: string, cause?: unknown): InputError =>
  new InputError("bundle-damaged", message, { cause, advice: "Copy or export the bundle again." });

const tooLarge = (message: string): InputError =>
  new InputError("bundle-too-large", message, { advice: "It is damaged or made to harm: do not use it." });

const endOfDirectory = 0x06054b50;
const endBytes = 22;
const zip64Locator = 0x07064b50;
const zip64LocatorBytes = 20;

/** A bundle's zip ends with the plain end record: no comment behind it, no zip64 record before it. */
function requirePlainEnd(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - endBytes;
  if (view.getUint32(end, true) !== endOfDirectory)
    throw damaged("the bundle is cut off, or something was added to its end");
  if (end >= zip64LocatorBytes && view.getUint32(end - zip64LocatorBytes, true) === zip64Locator)
    throw damaged("the bundle is a zip64 file, which no bundle is");
}

/** Names as they come, each refused where no writer of bundles would give it. */
class PartNames {
  private readonly lowerCase = new Map<string, string>();

  add(name: string): void {
    if (name.length > longestPath || !plainPath.test(name))
      throw damaged(`the bundle holds a part with the name ${JSON.stringify(name.slice(0, longestPath))}`);
    if (name.split("/").some((segment) => namesOfPrototypes.has(segment)))
      throw damaged(`the bundle holds a part with the name ${name}`);
    const twin = this.lowerCase.get(name.toLowerCase());
    if (twin !== undefined)
      throw damaged(
        twin === name ? `the bundle holds ${name} twice` : `the bundle holds both ${twin} and ${name}`,
      );
    this.lowerCase.set(name.toLowerCase(), name);
    if (this.lowerCase.size > mostParts) throw tooLarge(`the bundle has more than ${mostParts} parts`);
  }
}

/**
 * The parts of a zip, nothing of it trusted: before a byte is copied, sizes are bounded by those of the file itself (nothing is
 * compressed, no two parts share bytes), and names are plain relative paths.
 * @throws InputError `bundle-not-zip`, `bundle-damaged`, `bundle-too-large`
 */
export function unzipParts(bytes: Uint8Array): BundleParts {
  if (bytes.length < endBytes || bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new InputError("bundle-not-zip", "this is not a bundle: it is no zip file", {
      advice: "Choose a bundle.zip that geophone bundle export wrote.",
    });
  if (bytes.length > largestBundleFileBytes)
    throw tooLarge(`the bundle has ${bytes.length} bytes; bundles are read up to ${largestBundleFileBytes}`);
  requirePlainEnd(bytes);
  const names = new PartNames();
  let total = 0;
  try {
    const unzipped = unzipSync(bytes, {
      filter: ({ name, originalSize, size, compression }) => {
        names.add(name);
        total += originalSize;
        if (total > largestBundleBytes)
          throw tooLarge(`the bundle says that it unpacks to more than ${largestBundleBytes} bytes`);
        if (compression !== 0) throw damaged(`${name} of the bundle is compressed, which no part is`);
        if (size !== originalSize || total > bytes.length)
          throw damaged(`${name} of the bundle is said to be larger than it can be`);
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
 * Holds a zip to the one form that `zipParts` gives its parts, so that no byte of it (a header, a flag, a time) can change
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
