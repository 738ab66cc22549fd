import { InputError, JobError, type GeophoneError } from "../../pipeline/errors.ts";

function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What an error of the file system means for a person. */
export function fileFault(error: unknown, action: "read" | "write", file: string): GeophoneError {
  const options = { place: { file }, cause: error };
  switch (errnoOf(error)) {
    case "ENOENT":
      return action === "read"
        ? new InputError("file-missing", `there is no file ${file}`, {
            ...options,
            advice: "Check the path.",
          })
        : new InputError("folder-missing", `the folder of ${file} is not there`, {
            ...options,
            advice: "Make it first.",
          });
    case "EISDIR":
      return new InputError("file-is-folder", `${file} is a folder`, { ...options, advice: "Name a file." });
    case "ENOTDIR":
      return new InputError("not-a-folder", `a part of the path ${file} is a file, not a folder`, {
        ...options,
        advice: "Check the path.",
      });
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new JobError("storage-full", `no space is left to write ${file}`, {
        ...options,
        advice: "Free some space and run it again; what was stored before is untouched.",
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new JobError(
        "storage-not-permitted",
        `${file} may not be ${action === "read" ? "read" : "written"}`,
        {
          ...options,
          advice: "Change its permissions, or choose another place.",
        },
      );
    default:
      return new JobError(
        action === "read" ? "file-unreadable" : "storage-failed",
        `${file} could not be ${action === "read" ? "read" : "written"}: ${error instanceof Error ? error.message : String(error)}`,
        {
          ...options,
          advice: "Try again; if it fails again, check the disk.",
        },
      );
  }
}
