import { diagnosisSchema, examineGeometry } from "../../src/pipeline/geometry/contract.ts";
import type { SegyFile, TraceHeaderColumns } from "../../src/pipeline/segy/contract.ts";

/** What ingest stores of a file's geometry must fit its record: no number of it is NaN or infinite. */
export async function readGeometry(segy: SegyFile, columns: TraceHeaderColumns): Promise<void> {
  const { geometry } = await examineGeometry(segy, columns);
  const read = diagnosisSchema.safeParse(geometry);
  if (!read.success)
    throw new RangeError(
      read.error.issues.map(({ path, message }) => `geometry ${path.join(".")}: ${message}`).join("; "),
    );
}
