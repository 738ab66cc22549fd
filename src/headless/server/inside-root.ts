import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { Refusal } from "./error-replies.ts";

const advice = "Name files within the folder that the server was given with --root.";
const refuse = (code: string, message: string): Refusal => new Refusal(422, code, message, advice);

const isWithin = (root: string, file: string): boolean =>
  file.startsWith(root.endsWith(path.sep) ? root : root + path.sep);

async function real(file: string, given: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    throw refuse("path-missing", `there is no ${JSON.stringify(given)}`);
  }
}

function requirePlain(given: string): void {
  if (given === "" || given.includes("\0"))
    throw refuse("path-invalid", `${JSON.stringify(given)} is no path`);
}

/** A file to read: links are followed first, and the end of the way has to lie within. @throws Refusal `path-outside`, `path-missing` */
export async function fileInside(root: string, given: string): Promise<string> {
  requirePlain(given);
  const base = await realpath(root);
  const wanted = path.resolve(base, given);
  // Before anything is asked of the disk: what lies outside is not even told to be there or not.
  if (!isWithin(base, wanted))
    throw refuse("path-outside", `${JSON.stringify(given)} leads out of the server's folder`);
  const found = await real(wanted, given);
  if (!isWithin(base, found))
    throw refuse("path-outside", `${JSON.stringify(given)} leads out of the server's folder`);
  return found;
}

/** A file to write: its folder has to be there and lie within; a link in its place is not followed. @throws Refusal */
export async function newFileInside(root: string, given: string): Promise<string> {
  requirePlain(given);
  const base = await realpath(root);
  const wanted = path.resolve(base, given);
  if (!isWithin(base, wanted))
    throw refuse("path-outside", `${JSON.stringify(given)} leads out of the server's folder`);
  const folder = await real(path.dirname(wanted), path.dirname(given));
  if (folder !== base && !isWithin(base, folder))
    throw refuse("path-outside", `${JSON.stringify(given)} leads out of the server's folder`);
  const file = path.join(folder, path.basename(wanted));
  const there = await lstat(file).catch(() => undefined);
  if (there && !there.isFile()) throw refuse("path-invalid", `${JSON.stringify(given)} is not a plain file`);
  return file;
}
