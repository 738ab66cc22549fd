import { InputError, JobError } from "../../pipeline/errors.ts";
import type { OpenedSource } from "../../pipeline/steps/context.ts";
import { openDatabase } from "./database.ts";
import type { OfferedFile } from "./offered-file.ts";
import { opfsFile } from "./opfs.ts";

export type { OfferedFile } from "./offered-file.ts";

/** Whether a survey's file can be read now: open in this tab, after a word of the person, or only when chosen again. */
export type Reach = "open" | "asks" | "missing";

/** The last part of a path, so that a workspace from another machine finds its files by name. */
const fileNameOf = (location: string): string => location.split(/[\\/]/).at(-1) ?? location;

function sourceOf(file: File): OpenedSource {
  return {
    name: file.name,
    sizeBytes: file.size,
    modifiedMs: file.lastModified,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      let bytes: ArrayBuffer;
      try {
        bytes = await file.slice(offset, offset + length).arrayBuffer();
      } catch (cause) {
        throw new JobError(
          "file-unreadable",
          `${file.name} can no longer be read: it was changed, moved or removed since it was chosen`,
          { place: { file: file.name, byteOffset: offset }, cause, advice: "Choose the file again." },
        );
      }
      if (bytes.byteLength !== length)
        throw new JobError(
          "file-unreadable",
          `${file.name} ended at byte ${offset + bytes.byteLength}, ${length - bytes.byteLength} bytes short`,
          {
            place: { file: file.name, byteOffset: offset + bytes.byteLength },
            advice: "The file changed while it was read: choose it again once it is whole.",
          },
        );
      return new Uint8Array(bytes);
    },
    close: async () => undefined,
  };
}

async function isReadable(file: File): Promise<boolean> {
  try {
    return (await file.slice(0, 1).arrayBuffer()).byteLength === Math.min(1, file.size);
  } catch {
    return false;
  }
}

/** The files that this worker can read, by location: a file's name. Nothing is uploaded or copied. */
class BrowserSources {
  private readonly files = new Map<string, File>();

  offer(offered: readonly OfferedFile[]): void {
    for (const { file } of offered) this.files.set(file.name, file);
  }

  /** Keeps handles, so that a reload can ask for the same files. Where there is no room, a reload asks for more. */
  async remember(offered: readonly OfferedFile[]): Promise<void> {
    try {
      const database = await openDatabase();
      for (const { file, handle } of offered) if (handle) await database.put("handles", handle, file.name);
    } catch {
      // The files can be read all the same.
    }
  }

  async find(location: string): Promise<File | undefined> {
    const name = fileNameOf(location);
    const open = this.files.get(name) ?? (await opfsFile("generated", name));
    if (open) return open;
    const handle = await (await openDatabase()).get("handles", name);
    if (!handle || (await handle.queryPermission({ mode: "read" })) !== "granted") return undefined;
    const file = await handle.getFile().catch(() => undefined);
    if (file) this.files.set(name, file);
    return file;
  }

  /** Looks whether the file can still be read: one that was changed or removed has to be chosen again. */
  async reach(location: string): Promise<Reach> {
    const file = await this.find(location);
    if (file && (await isReadable(file))) return "open";
    if (file) {
      this.files.delete(fileNameOf(location));
      // A lasting handle gives the file as it is now; its hash tells whether it is still the same.
      const anew = await this.find(location);
      return anew && (await isReadable(anew)) ? "open" : "missing";
    }
    return (await (await openDatabase()).get("handles", fileNameOf(location))) ? "asks" : "missing";
  }

  /** @throws InputError `file-missing` with the advice to choose the file again */
  open = async (location: string): Promise<OpenedSource> => {
    const file = await this.find(location);
    if (file) return sourceOf(file);
    const name = fileNameOf(location);
    throw new InputError("file-missing", `${name} is not open in this tab`, {
      place: { file: name },
      advice: `Drop ${name} on this window, or choose it again: a browser forgets files when a page is reloaded.`,
    });
  };
}

let shared: BrowserSources | undefined;

/** The files of this worker: one set, whoever asks. */
export function browserSources(): BrowserSources {
  shared ??= new BrowserSources();
  return shared;
}
