import path from "node:path";
import { Command } from "commander";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import { readWholeFile, writeWholeFile } from "../../../adapters/node/whole-file.ts";
import { InputError } from "../../../pipeline/errors.ts";
import {
  decodeProfile,
  encodeProfile,
  profileKind,
  type ReadingProfile,
} from "../../../pipeline/reading-profile.ts";
import {
  findLineCandidates,
  openSegy,
  signatureOf,
  type SegyReading,
} from "../../../pipeline/segy/contract.ts";
import { runCommand, withJson } from "../command.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { profileNamed } from "../profiles.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

interface Options {
  readonly workspace: string;
  readonly json?: boolean;
}

const inWorkspace = (command: Command): Command =>
  withJson(command.requiredOption("--workspace <dir>", "the workspace folder"));

function wordsOf(reading: SegyReading): string {
  const words = Object.entries(reading) as readonly [string, string | number | boolean | object][];
  return words
    .map(([field, value]) => `${field} ${typeof value === "object" ? Object.values(value).join(" ") : value}`)
    .join(", ");
}

const profileLine = ({ name, reading }: ReadingProfile): string => `${name}  ${wordsOf(reading)}`;

/** What the file is like that the profile is made for: others like it are then offered it. */
async function signatureOfFile(file: string, reading: SegyReading): Promise<ReadingProfile["signature"]> {
  const source = await openFileSource(file);
  try {
    const segy = await openSegy(source, { reading });
    return await signatureOf(source, await findLineCandidates(segy));
  } finally {
    await source.close();
  }
}

const listCommand = (): Command =>
  inWorkspace(new Command("list").description("the profiles of a workspace")).action((options: Options) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const { workspace } = await workspacePorts(stepPorts, options.workspace, false);
      const profiles = await workspace.listRecords(profileKind);
      printResult(options.json ?? false, { profiles }, () =>
        profiles.length > 0 ? profiles.map(profileLine) : ["no profiles"],
      );
    }),
  );

const saveCommand = (): Command =>
  inWorkspace(
    withReading(
      new Command("save")
        .description("keep how files are to be read, under a name")
        .argument("<name>", "of the profile")
        .option(
          "--like <file>",
          "a SEG-Y file that it is for: others written alike are offered it in the app",
        ),
    ),
  ).action((name: string, options: Options & ReadingOptions & { readonly like?: string }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const { workspace } = await workspacePorts(stepPorts, options.workspace, true);
      const reading = await readingFrom(options);
      if (!reading)
        throw new InputError("profile-empty", `profile ${name} would say nothing`, {
          advice: "Say how files are to be read: --inline-byte, --format and so on.",
        });
      const signature = options.like === undefined ? undefined : await signatureOfFile(options.like, reading);
      const profile = { name, reading, ...(signature ? { signature } : {}), createdAt: stepPorts.now() };
      await workspace.putRecord(profileKind, profile);
      printResult(options.json ?? false, profile, () => [profileLine(profile)]);
    }),
  );

const exportCommand = (): Command =>
  inWorkspace(
    new Command("export")
      .description("write a profile as a file of its own")
      .argument("<name>", "of the profile")
      .requiredOption(
        "--out <json>",
        "where to write it; a name that ends in .json can be given to --profile",
      ),
  ).action((name: string, options: Options & { readonly out: string }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const { workspace } = await workspacePorts(stepPorts, options.workspace, false);
      const profile = await profileNamed(workspace, name);
      await writeWholeFile(path.resolve(options.out), encodeProfile(profile));
      printResult(options.json ?? false, { file: options.out, profile }, () => [
        `${options.out}  ${profileLine(profile)}`,
      ]);
    }),
  );

const importCommand = (): Command =>
  inWorkspace(
    new Command("import")
      .description("take a profile from a file; one of the same name is replaced")
      .argument("<json>", "a file that geophone profiles export wrote"),
  ).action((file: string, options: Options) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const profile = decodeProfile(await readWholeFile(file), file);
      const { workspace } = await workspacePorts(stepPorts, options.workspace, true);
      await workspace.putRecord(profileKind, profile);
      printResult(options.json ?? false, profile, () => [profileLine(profile)]);
    }),
  );

const removeCommand = (): Command =>
  inWorkspace(
    new Command("remove").description("forget a profile").argument("<name>", "of the profile"),
  ).action((name: string, options: Options) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const { workspace } = await workspacePorts(stepPorts, options.workspace, false);
      await profileNamed(workspace, name);
      await workspace.removeRecord(profileKind, name);
      printResult(options.json ?? false, { removed: name }, () => [`${name} is forgotten`]);
    }),
  );

export const profilesCommand = (): Command =>
  new Command("profiles")
    .description("readings kept under names: how the files of one survey or vendor are to be read")
    .addCommand(listCommand())
    .addCommand(saveCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(removeCommand());
