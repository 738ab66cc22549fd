import type { ByteSink } from "../../pipeline/segy/contract.ts";
import { createOpfsFile, listOpfs, opfsFile, removeOpfsFile } from "./opfs.ts";

/** A file on its way to the person's own disk: written into OPFS, so that it never has to fit into memory. */
export async function createOutgoingFile(
  name: string,
  type: string,
): Promise<
  ByteSink & {
    finish(): Promise<{ name: string; type: string; blob: Blob }>;
    abort(): Promise<void>;
  }
> {
  const kept = crypto.randomUUID();
  const sink = await createOpfsFile("outgoing", kept, name);
  return {
    write: (bytes) => sink.write(bytes),
    abort: () => sink.abort(),
    finish: async () => {
      await sink.finish();
      const file = await opfsFile("outgoing", kept);
      if (!file) throw new Error(`${name} vanished while it was written`);
      return { name, type, blob: file.slice(0, file.size, type) };
    },
  };
}

/** Outgoing files of earlier pages are of no use any more. */
export async function sweepOutgoing(): Promise<void> {
  for (const name of await listOpfs("outgoing")) await removeOpfsFile("outgoing", name);
}
