import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeWholeFile } from "../../adapters/node/whole-file.ts";
import { InputError } from "../../pipeline/errors.ts";

const keySchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  /** Of the key, hex. A key holds 256 random bits: there is nothing that a slower hash would protect. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** May also load another bundle. */
  admin: z.boolean().default(false),
  createdAt: z.string(),
});
const keyFileSchema = z.strictObject({ keys: z.array(keySchema).max(10_000) });
type KeyFile = z.infer<typeof keyFileSchema>;

/** Whose a key is. */
export type KeyHolder = Pick<z.infer<typeof keySchema>, "name" | "admin">;

const hashOf = (key: string): Buffer => createHash("sha256").update(key).digest();

/** Who may ask. Only hashes of keys are held. */
export class KeyRing {
  private constructor(
    private readonly file: string,
    private keys: readonly (KeyHolder & { readonly hash: Buffer })[],
  ) {}

  /** @throws InputError `file-missing`, `key-file-invalid`, `key-file-empty` */
  static async read(file: string): Promise<KeyRing> {
    return new KeyRing(file, await keysOf(file));
  }

  /** As the file is now; where it cannot be read, who could ask before still can. */
  async reload(): Promise<void> {
    this.keys = await keysOf(this.file);
  }

  /** Takes the same time whichever key is wrong, and wherever. */
  holderOf(key: string): KeyHolder | undefined {
    const hash = hashOf(key);
    let found: KeyHolder | undefined;
    for (const known of this.keys) if (timingSafeEqual(known.hash, hash)) found = known;
    return found;
  }
}

async function keysOf(file: string): Promise<(KeyHolder & { hash: Buffer })[]> {
  const known = await readKeyFile(file);
  if (!known)
    throw new InputError("file-missing", `there is no key file ${file}`, {
      place: { file },
      advice: "Make a key first: geophone serve-key NAME --key-file FILE.",
    });
  if (known.keys.length === 0)
    throw new InputError("key-file-empty", `${file} holds no key: nobody could ask`, {
      place: { file },
      advice: "Make a key first: geophone serve-key NAME --key-file FILE.",
    });
  return known.keys.map(({ name, admin, sha256 }) => ({ name, admin, hash: Buffer.from(sha256, "hex") }));
}

async function readKeyFile(file: string): Promise<KeyFile | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new InputError("key-file-invalid", `the key file ${file} cannot be read`, {
      cause: error,
      place: { file },
      advice: "Check its name and its permissions.",
    });
  }
  try {
    return keyFileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new InputError("key-file-invalid", `${file} is no key file`, {
      cause,
      place: { file },
      advice: "Let geophone serve-key write it.",
    });
  }
}

/**
 * Adds a key to a file, which is made where it is missing, and gives the key itself: it is kept nowhere.
 * @throws InputError `key-name-taken`, `key-name-invalid`, `key-file-invalid`
 */
export async function addKey(
  file: string,
  { name, admin, createdAt }: { readonly name: string; readonly admin: boolean; readonly createdAt: string },
): Promise<string> {
  if (!keySchema.shape.name.safeParse(name).success)
    throw new InputError("key-name-invalid", `${JSON.stringify(name)} is no name for a key`, {
      advice: "Use letters, digits, dots, hyphens and underscores, at most 64.",
    });
  const known = (await readKeyFile(file)) ?? { keys: [] };
  if (known.keys.some((key) => key.name === name))
    throw new InputError("key-name-taken", `${file} has a key ${name} already`, {
      place: { file },
      advice: "Choose another name, or remove that key from the file first.",
    });
  const key = `gp_${randomBytes(32).toString("base64url")}`;
  const keys = [...known.keys, { name, sha256: hashOf(key).toString("hex"), admin, createdAt }];
  await writeWholeFile(file, new TextEncoder().encode(`${JSON.stringify({ keys }, undefined, 2)}\n`));
  return key;
}
