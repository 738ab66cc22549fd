import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { InputError } from "../../pipeline/errors.ts";

/** `--join NAME`: all files of the command are one survey of that name. */
export const withJoin = (command: Command): Command =>
  command.addOption(
    new Option(
      "--join <name>",
      "take all files, or the SEG-Y files of folders, as one survey of this name",
    ).argParser((text) => {
      if (text.trim() !== "") return text.trim();
      throw new InvalidArgumentError("a name for the survey is expected.");
    }),
  );

const isSegy = (name: string): boolean => /\.(sgy|segy|seg|su)$/i.test(name);

/** Absolute paths of files; of a folder those in it that are named as SEG-Y. @throws InputError `folder-without-segy` */
export async function segyFilesOf(files: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) {
    const whole = path.resolve(file);
    // What is not there is told when it is opened.
    const isFolder = await stat(whole).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      found.push(whole);
      continue;
    }
    const inside = (await readdir(whole))
      .filter(isSegy)
      .sort()
      .map((name) => path.join(whole, name));
    if (inside.length === 0)
      throw new InputError("folder-without-segy", `${file} holds no SEG-Y file`, {
        place: { file },
        advice: "Files are known by their endings: .sgy, .segy, .seg, .su.",
      });
    found.push(...inside);
  }
  return found;
}
