/** Bytes at random access: a file on disk, a File in the browser, or memory. Never read whole. */
export interface ByteSource {
  /** File name without folders. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Exactly `length` bytes from `offset`. @throws JobError `file-unreadable` when fewer are there or the file changed */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** Where bytes of a file under construction go; appended in order. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}
