import { openDatabase } from "./database.ts";

/** The lasting handle of a file that a person once chose, where the browser gave one. */
export async function storedHandle(location: string): Promise<FileSystemFileHandle | undefined> {
  return (await openDatabase()).get("handles", location.split(/[\\/]/).at(-1) ?? location);
}
