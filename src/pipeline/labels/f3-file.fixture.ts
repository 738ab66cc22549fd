import { open } from "node:fs/promises";
import path from "node:path";
import { f3 } from "../../../e2e/support/peers.ts";
import { openSegy, type ByteSource, type SegyFile } from "../segy/contract.ts";

/** Opens a SEG-Y file of F3 for the time of `work`. */
export async function withF3File<T>(name: string, work: (segy: SegyFile) => Promise<T>): Promise<T> {
  const handle = await open(f3(name));
  try {
    const source: ByteSource = {
      name: path.basename(name),
      sizeBytes: (await handle.stat()).size,
      read: async (offset, length) => {
        const bytes = new Uint8Array(length);
        await handle.read(bytes, 0, length, offset);
        return bytes;
      },
    };
    return await work(await openSegy(source));
  } finally {
    await handle.close();
  }
}
