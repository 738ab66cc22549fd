import type { OfferedFile } from "../../adapters/browser/offered-file.ts";

const wanted = /\.(sgy|segy|seg|su|csv|txt|pts|dat|xyz|asc|hor|zip)$/i;

async function filesOf(handle: FileSystemHandle): Promise<OfferedFile[]> {
  if (handle.kind === "file") {
    const file = handle as FileSystemFileHandle;
    return [{ file: await file.getFile(), handle: file }];
  }
  const found: OfferedFile[] = [];
  for await (const inside of (handle as FileSystemDirectoryHandle).values())
    if (inside.kind === "file" && wanted.test(inside.name)) found.push(...(await filesOf(inside)));
  return found;
}

/** Files of a drop, with lasting handles where the browser gives them; folders give the files directly in them. */
export async function droppedFiles(transfer: DataTransfer): Promise<OfferedFile[]> {
  // Everything is asked for before the first await: a drop's items are gone after it.
  const taken = [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({
      file: item.getAsFile(),
      handle: "getAsFileSystemHandle" in item ? item.getAsFileSystemHandle().catch(() => null) : null,
    }));
  const offered: OfferedFile[] = [];
  for (const { file, handle } of taken) {
    const lasting = await handle;
    if (lasting) offered.push(...(await filesOf(lasting)));
    else if (file) offered.push({ file });
  }
  return offered;
}

/** The file dialog; with lasting handles where the browser has them. Empty when the person changed their mind. */
export async function chooseFiles(): Promise<OfferedFile[]> {
  if ("showOpenFilePicker" in window) {
    try {
      const handles = await window.showOpenFilePicker({ multiple: true });
      return await Promise.all(handles.map(async (handle) => ({ handle, file: await handle.getFile() })));
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") return [];
      // Some settings forbid the picker; the plain dialog below always works.
    }
  }
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.onchange = () => {
      resolve([...(input.files ?? [])].map((file) => ({ file })));
    };
    input.oncancel = () => {
      resolve([]);
    };
    input.click();
  });
}
