import { JobError } from "../errors.ts";
import type { ByteSink, ByteSource } from "./contract.ts";

/** A file in memory, for tests. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    sizeBytes: bytes.length,
    read: async (offset, length) => {
      if (offset + length > bytes.length) throw new JobError("file-unreadable", "read past the end");
      return new Uint8Array(bytes.subarray(offset, offset + length));
    },
  };
}

export class MemorySink implements ByteSink {
  private readonly chunks: Uint8Array[] = [];

  async write(bytes: Uint8Array): Promise<void> {
    this.chunks.push(bytes.slice());
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}
