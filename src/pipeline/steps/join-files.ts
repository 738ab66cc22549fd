import { InputError } from "../errors.ts";
import {
  endsOf,
  joinSegyParts,
  joinWarnings,
  openSegy,
  orderParts,
  requireFitting,
  type SegyFile,
  type SegyReading,
} from "../segy/contract.ts";
import type { StepPorts } from "./context.ts";
import { OpenParts } from "./open-parts.ts";

/** Several files as one survey. */
export interface FilesToJoin {
  /** Of the survey. */
  readonly name: string;
  readonly locations: readonly string[];
}

/** A file that is part of a survey. */
export interface JoinedFile {
  readonly location: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly traces: number;
}

/** What is kept of a file that was looked at: it may be closed by then. */
interface Seen {
  readonly place: number;
  readonly file: JoinedFile;
  readonly opened: Pick<SegyFile, "layout" | "lineBytes" | "warnings" | "reading">;
  readonly ends: Awaited<ReturnType<typeof endsOf>>;
}

async function look(
  segy: SegyFile,
  { place, ...file }: Omit<JoinedFile, "fileName" | "traces"> & { readonly place: number },
): Promise<Seen> {
  const { layout, lineBytes, warnings, reading } = segy;
  return {
    place,
    file: { ...file, fileName: layout.file, traces: layout.traces },
    opened: { layout, lineBytes, warnings, reading },
    ends: await endsOf(segy),
  };
}

/**
 * Opens files as one survey, its traces in the order of their lines, and hands it to `work`. Every file is looked at once and
 * opened again when its traces are asked for.
 * @throws InputError `several-files-expected`, `segy-parts-differ`, and what opening a file raises
 */
export async function withJoinedFiles<T>(
  ports: Pick<StepPorts, "openSource" | "onProgress" | "signal">,
  { name, locations }: FilesToJoin,
  reading: SegyReading | undefined,
  work: (segy: SegyFile, files: readonly JoinedFile[]) => Promise<T>,
): Promise<T> {
  if (locations.length < 2)
    throw new InputError("several-files-expected", `${locations.length} file given to be joined as ${name}`, {
      advice: "Name all files of the survey; a single one needs no joining.",
    });
  const opened = new OpenParts(locations, async (location) => {
    const source = await ports.openSource(location);
    try {
      return { source, segy: await openSegy(source, { reading }) };
    } catch (error) {
      await source.close();
      throw error;
    }
  });
  try {
    return await opened.use(0, async (first) => {
      const seen: Seen[] = [];
      for (const [place, location] of locations.entries()) {
        ports.signal?.throwIfAborted();
        ports.onProgress?.({ step: "join", detail: name, done: place, total: locations.length });
        seen.push(
          await opened.use(place, (segy, { sizeBytes, modifiedMs }) => {
            requireFitting(first, segy);
            return look(segy, { place, location, bytes: sizeBytes, modifiedMs });
          }),
        );
      }
      const ordered = orderParts(seen.map(({ ends }) => ends)).map((at) => seen[at]!);
      const joined = joinSegyParts({
        name,
        first: ordered[0]!.opened,
        reading: ordered.reduce<SegyReading>((all, part) => ({ ...all, ...part.opened.reading }), {}),
        warnings: joinWarnings(ordered.map((part) => part.opened)),
        parts: ordered.map(({ place, file }) => ({
          file: file.fileName,
          bytes: file.bytes,
          traces: file.traces,
          use: (read) => opened.use(place, read),
        })),
      });
      return work(
        joined,
        ordered.map(({ file }) => file),
      );
    });
  } finally {
    await opened.close();
  }
}
