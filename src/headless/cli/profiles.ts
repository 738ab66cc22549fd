import path from "node:path";
import { openFolderStorage } from "../../adapters/node/folder-storage.ts";
import { readWholeFile } from "../../adapters/node/whole-file.ts";
import { InputError } from "../../pipeline/errors.ts";
import { decodeProfile, profileKind, type ReadingProfile } from "../../pipeline/reading-profile.ts";
import { openWorkspace, type Workspace } from "../../pipeline/workspace/contract.ts";

/** @throws InputError `profile-unknown` */
export async function profileNamed(workspace: Workspace, name: string): Promise<ReadingProfile> {
  const profile = await workspace.getRecord(profileKind, name);
  if (profile) return profile;
  const names = (await workspace.listRecords(profileKind)).map((known) => known.name);
  throw new InputError("profile-unknown", `${workspace.description} has no profile ${name}`, {
    advice: names.length > 0 ? `It has ${names.join(", ")}.` : "Save one with geophone profiles save.",
  });
}

/**
 * The profile that `--profile` names: a file that ends in .json, or one of the workspace that the command works on.
 * @throws InputError `profile-unknown`, `profile-damaged`, `profile-without-workspace`
 */
export async function profileFrom(options: {
  readonly profile?: string;
  readonly workspace?: string;
}): Promise<ReadingProfile | undefined> {
  const { profile: name, workspace: folder } = options;
  if (name === undefined) return undefined;
  if (name.toLowerCase().endsWith(".json")) return decodeProfile(await readWholeFile(name), name);
  if (folder === undefined)
    throw new InputError(
      "profile-without-workspace",
      `profile ${name} is in a workspace, and none is named`,
      {
        advice: "Write it to a file with geophone profiles export, and give that file.",
      },
    );
  const storage = await openFolderStorage(path.resolve(folder));
  const now = (): string => new Date().toISOString();
  return profileNamed(await openWorkspace(storage, { create: false, now }), name);
}
