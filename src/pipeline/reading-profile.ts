import { z } from "zod";
import { InputError } from "./errors.ts";
import type { FileSignature } from "./segy/contract.ts";
import { readingSchema } from "./survey-record.ts";
import { stableJson, type RecordKind } from "./workspace/contract.ts";

/** How files of one kind are to be read: what a person found out of one of them, by a name, for the others. */
const profileSchema = z.object({
  name: z.string().min(1).max(80),
  reading: readingSchema,
  /** Of the file that it was made for: files of the same are probably to be read alike. */
  signature: z.object({ head: z.string(), lines: z.string().optional() }).optional(),
  /** ISO 8601 */
  createdAt: z.string(),
});
export type ReadingProfile = z.infer<typeof profileSchema>;

export const profileKind: RecordKind<ReadingProfile> = {
  name: "profiles",
  schema: profileSchema,
  idOf: ({ name }) => name,
};

const fileSchema = z.strictObject({
  format: z.literal("geophone-profile"),
  version: z.literal(1),
  profile: profileSchema,
});

/** A profile as a file of its own, for other workspaces and for the command line. */
export const encodeProfile = (profile: ReadingProfile): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`${stableJson({ format: "geophone-profile", version: 1, profile })}\n`);

/** @throws InputError `profile-damaged` */
export function decodeProfile(bytes: Uint8Array, file: string): ReadingProfile {
  try {
    return fileSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).profile;
  } catch (cause) {
    throw new InputError("profile-damaged", `${file} is no profile of ours`, {
      place: { file },
      cause,
      advice: "Write one with geophone profiles export.",
    });
  }
}

/** Whether two files are written alike, as far as both are known. */
function isAlike(a: FileSignature, b: FileSignature): boolean {
  return a.head === b.head && (a.lines === undefined || b.lines === undefined || a.lines === b.lines);
}

/** The profile that a file is probably to be read with: the newest that was made for one like it. */
export function suggestProfile(
  profiles: readonly ReadingProfile[],
  signature: FileSignature | undefined,
): ReadingProfile | undefined {
  if (!signature) return undefined;
  return [...profiles]
    .filter((profile) => profile.signature && isAlike(profile.signature, signature))
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
}
