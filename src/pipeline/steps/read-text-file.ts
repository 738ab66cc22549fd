import { InputError } from "../errors.ts";
import type { ByteSource } from "../segy/contract.ts";
import type { StepPorts } from "./context.ts";
import { hashSource } from "./survey-files.ts";

/** Tables of text beyond this are not read whole; a label volume in SEG-Y has no such bound. */
const largestTextBytes = 256 << 20;

/** A text file as it is, and its hash. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

/** @throws InputError `label-csv-too-large`, `label-csv-not-text` */
export async function readText(source: ByteSource, signal?: AbortSignal): Promise<TextFile> {
  const { name, sizeBytes } = source;
  if (sizeBytes > largestTextBytes)
    throw new InputError(
      "label-csv-too-large",
      `${name} has ${sizeBytes} bytes; label tables are read up to ${largestTextBytes}`,
      {
        place: { file: name },
        advice: "Split it by line, or store the labels as a label volume in SEG-Y.",
      },
    );
  const sha256 = await hashSource(source, signal);
  const bytes = await source.read(0, sizeBytes);
  try {
    return { name, sha256, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new InputError("label-csv-not-text", `${name} is not UTF-8 text`, {
      place: { file: name },
      cause,
      advice: "Save the label table as CSV in UTF-8.",
    });
  }
}

/** As `readText`, by the file's location. */
export async function readTextFile(
  ports: Pick<StepPorts, "openSource" | "signal">,
  location: string,
): Promise<TextFile> {
  const source = await ports.openSource(location);
  try {
    return await readText(source, ports.signal);
  } finally {
    await source.close();
  }
}
