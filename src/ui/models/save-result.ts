import type { JobRequest } from "../../services/contract.ts";
import { saveFile } from "../shared/save-file.ts";
import { runJob } from "../state/jobs.ts";

/** Runs a job that makes a file, and saves it where the browser saves things. */
export async function saveResult(request: JobRequest): Promise<void> {
  const { result } = await runJob(request);
  if (result?.kind === "saved") saveFile(result.file);
}
