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
  await sweepOutgoing(keptForMs);
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

/** A browser has taken its copy of a download long before this. */
const keptForMs = 10 * 60 * 1000;

/** Removes outgoing files that were finished at least so long ago: they would count against the site's room. */
export async function sweepOutgoing(olderThanMs = 0): Promise<void> {
  for (const name of await listOpfs("outgoing")) {
    const file = await opfsFile("outgoing", name);
    if (file && Date.now() - file.lastModified >= olderThanMs) await removeOpfsFile("outgoing", name);
  }
}
