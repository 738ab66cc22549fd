import type { MadeFile } from "../../services/contract.ts";

/** Hands a finished file to the browser's own download. */
export function saveFile({ name, blob }: Pick<MadeFile, "name" | "blob">): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken its own hold of the blob long before this.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
