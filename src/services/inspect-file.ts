import { examineGeometry } from "../pipeline/geometry/contract.ts";
import {
  gatherEvidence,
  openSegy,
  signatureOf,
  type FileSignature,
  type SegyFile,
  type SegyReading,
  type TraceHeaderColumns,
} from "../pipeline/segy/contract.ts";
import type { OpenedSource, StepPorts } from "../pipeline/steps/context.ts";
import { previewPointFile } from "../pipeline/steps/read-point-file.ts";
import { readLabelFile } from "../pipeline/steps/import-labels.ts";
import { surveyNameOf } from "../pipeline/steps/survey-files.ts";
import { profileKind, suggestProfile } from "../pipeline/reading-profile.ts";
import { surveyKind } from "../pipeline/survey-record.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import type { Inspection } from "./contract.ts";
import { faultOf } from "./fault.ts";

/** Files with more traces are looked at in places only: a first look must not read a gigabyte. */
const mostScannedTraces = 60_000;
const sampledTraces = 6_000;
/** A label volume has few classes. */
const mostClasses = 32;

const archiveEntry = "geophone-archive.json";

/** The first file's name in a zip tells an archive from a bundle. */
async function inspectZip(source: OpenedSource, location: string): Promise<Inspection> {
  const head = await source.read(0, Math.min(source.sizeBytes, 30 + archiveEntry.length));
  const name = new TextDecoder().decode(head.subarray(30));
  return { kind: name === archiveEntry ? "archive" : "bundle", location, bytes: source.sizeBytes };
}

/** Headers of traces at the start and spread over the file. */
async function sampleHeaders(segy: SegyFile): Promise<TraceHeaderColumns> {
  const { traces } = segy.layout;
  const blocks = 12;
  const length = Math.floor(sampledTraces / blocks);
  const parts: TraceHeaderColumns[] = [];
  for (let block = 0; block < blocks; block++) {
    const first = Math.floor((block * (traces - length)) / (blocks - 1));
    parts.push(await segy.readHeaders(first, length));
  }
  const join = <T extends Int32Array | Float64Array>(
    make: (length: number) => T,
    of: (part: TraceHeaderColumns) => T,
  ): T => {
    const all = make(blocks * length);
    parts.forEach((part, block) => {
      all.set(of(part), block * length);
    });
    return all;
  };
  return {
    count: blocks * length,
    inline: join(
      (n) => new Int32Array(n),
      (part) => part.inline,
    ),
    crossline: join(
      (n) => new Int32Array(n),
      (part) => part.crossline,
    ),
    cdpX: join(
      (n) => new Float64Array(n),
      (part) => part.cdpX,
    ),
    cdpY: join(
      (n) => new Float64Array(n),
      (part) => part.cdpY,
    ),
    cdp: join(
      (n) => new Int32Array(n),
      (part) => part.cdp,
    ),
    offset: join(
      (n) => new Int32Array(n),
      (part) => part.offset,
    ),
  };
}

/** The class numbers of what looks like a label volume: few, small, whole. */
async function labelNumbersOf(segy: SegyFile): Promise<number[] | undefined> {
  if (segy.layout.format.code !== 8 && segy.layout.format.code !== 3) return undefined;
  const { traces } = segy.layout;
  const found = new Set<number>();
  const looks = Math.min(traces, 48);
  for (let look = 0; look < looks; look++) {
    const { data } = await segy.readSamples(Math.floor((look * traces) / looks), 1);
    for (const value of data) {
      if (value < -1 || value > 255) return undefined;
      // −1 says that nothing is known of a sample.
      if (value >= 0) found.add(value);
      if (found.size > mostClasses) return undefined;
    }
  }
  return found.size > 1 ? [...found].sort((a, b) => a - b) : undefined;
}

async function inspectSegy(
  source: OpenedSource,
  location: string,
  workspace: Workspace | undefined,
  reading: SegyReading | undefined,
  profile: string | undefined,
): Promise<Inspection> {
  const segy = await openSegy(source, { reading });
  const partial = segy.layout.traces > mostScannedTraces;
  const headers = partial ? await sampleHeaders(segy) : await segy.scanHeaders();
  const described = await examineGeometry(segy, headers, { partial });
  const profiles = (await workspace?.listRecords(profileKind)) ?? [];
  const gathered = await gatherEvidence(source, segy, {
    profile: profiles.find(({ name }) => name === profile)?.reading,
  });
  const signature = await signatureOf(source, gathered.candidates);
  const suggested = suggestProfile(profiles, signature)?.name;
  const labelNumbers = await labelNumbersOf(segy);
  const known = await workspace?.getRecord(surveyKind, surveyNameOf(source.name));
  return {
    kind: "segy",
    location,
    layout: segy.layout,
    binary: await segy.readBinaryHeader(),
    geometry: described.geometry,
    partial,
    // A sample of the traces leaves bins empty that the file fills.
    warnings: [...segy.warnings, ...(partial ? [] : described.warnings), ...gathered.warnings],
    candidates: gathered.candidates,
    evidence: gathered.evidence,
    ...(signature ? { signature } : {}),
    ...(suggested === undefined ? {} : { suggested }),
    ...(labelNumbers ? { labelNumbers } : {}),
    ...(known ? { known: known.bytes === source.sizeBytes ? "same-size" : "other-size" } : {}),
  };
}

/** Whether a file begins as text does: other programs give SEG-Y any ending. */
async function isText(source: OpenedSource): Promise<boolean> {
  const head = await source.read(0, Math.min(source.sizeBytes, 4096));
  if (head.includes(0)) return false;
  try {
    // A character may be cut at the end.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A table of intervals; or of points, where it is none of intervals and has columns for them. */
async function inspectTable(
  ports: Pick<StepPorts, "openSource">,
  workspace: Workspace | undefined,
  location: string,
): Promise<Inspection> {
  try {
    const { labels } = await readLabelFile(ports, location);
    return {
      kind: "label-table",
      location,
      classes: labels.classes,
      intervals: labels.intervals.inline.length,
    };
  } catch (error) {
    const preview = await previewPointFile({ ...ports, workspace }, location).catch(() => undefined);
    // Columns named as those of intervals are meant as such, whatever is wrong with them.
    const isInterval = preview?.columns.some(({ name }) => /^(start|end)_(ms|m|ft)$/i.test(name ?? ""));
    if (preview?.mapping && !isInterval) return { kind: "points", location, preview };
    throw error;
  }
}

/**
 * What a file is, without taking it in: reads its head, and headers where they are not too many. Faults are answers too.
 * @param workspace where a survey of this name may be known already, and the profiles are
 * @param profile whose reading was taken, where one was
 */
export async function inspectFile(
  ports: Pick<StepPorts, "openSource">,
  workspace: Workspace | undefined,
  location: string,
  reading?: SegyReading,
  profile?: string,
): Promise<Inspection> {
  let signature: FileSignature | undefined;
  try {
    const source = await ports.openSource(location);
    try {
      if (/\.zip$/i.test(source.name)) return await inspectZip(source, location);
      if (/\.(csv|txt)$/i.test(source.name)) return await inspectTable(ports, workspace, location);
      if (/\.(pts|dat|xyz|asc|hor)$/i.test(source.name) && (await isText(source)))
        return {
          kind: "points",
          location,
          preview: await previewPointFile({ ...ports, workspace }, location),
        };
      signature = await signatureOf(source);
      return await inspectSegy(source, location, workspace, reading, profile);
    } finally {
      await source.close();
    }
  } catch (error) {
    const profiles = (await workspace?.listRecords(profileKind)) ?? [];
    const suggested = suggestProfile(profiles, signature)?.name;
    return {
      kind: "refused",
      location,
      fault: faultOf(error),
      ...(suggested === undefined ? {} : { suggested }),
    };
  }
}
