/** A file that a person chose or dropped; `handle` where the browser gives one that outlives the tab. */
export interface OfferedFile {
  readonly file: File;
  readonly handle?: FileSystemFileHandle;
}
