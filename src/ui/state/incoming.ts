import { create } from "zustand";
import type { OfferedFile } from "../../adapters/browser/offered-file.ts";
import type { SegyReading } from "../../pipeline/segy/contract.ts";
import type { Fault, Inspection, Overview } from "../../services/contract.ts";
import { sections, workspace } from "../clients.ts";
import { faultIn } from "../shared/answers.ts";
import { forgetFailed, runJob } from "./jobs.ts";

export type Role = "survey" | "labels";

/** A chosen file on its way in: what was understood, and what the person made of it. */
export interface Incoming {
  readonly location: string;
  readonly bytes: number;
  /** Absent while the file is being looked at. */
  readonly inspection?: Inspection;
  readonly role: Role;
  readonly reading: SegyReading;
  /** Names for a label volume's numbers, by number; empty names are left as numbers. */
  readonly names: Readonly<Record<number, string>>;
}

interface IncomingState {
  readonly files: readonly Incoming[];
  /** Why what was dropped last was not taken, where no file of the list says so itself. */
  readonly fault: Fault | undefined;
}

export const useIncoming = create<IncomingState>(() => ({ files: [], fault: undefined }));

function change(location: string, update: Partial<Incoming>): void {
  useIncoming.setState(({ files }) => ({
    files: files.map((file) => (file.location === location ? { ...file, ...update } : file)),
  }));
}

const roleOf = (inspection: Inspection): Role =>
  inspection.kind === "label-table" || (inspection.kind === "segy" && inspection.labelNumbers !== undefined)
    ? "labels"
    : "survey";

async function inspect(location: string, reading: SegyReading): Promise<Inspection> {
  return workspace.inspect(location, Object.keys(reading).length > 0 ? reading : undefined);
}

async function takeZip(inspection: Extract<Inspection, { kind: "bundle" | "archive" }>): Promise<void> {
  const { location } = inspection;
  const job = await runJob(
    inspection.kind === "bundle" ? { kind: "import-bundle", location } : { kind: "import-archive", location },
  );
  if (job.fault) useIncoming.setState({ fault: job.fault });
}

/** A file that the workspace knows already is joined to its survey again. True when that is what it is. */
async function reconnect({ file }: OfferedFile, overview: Overview): Promise<boolean> {
  const survey = overview.surveys.find(
    ({ fileName, bytes }) => fileName === file.name && bytes === file.size,
  );
  if (!survey) return false;
  // File systems know fractions of a millisecond, browsers do not.
  const isUntouched = Math.abs(survey.modifiedMs - file.lastModified) < 1;
  if (survey.reach === "open") return isUntouched;
  // Untouched since it was taken in: nothing to do. Otherwise its hash decides, once.
  if (!isUntouched) {
    const job = await runJob({
      kind: "ingest",
      surveys: [{ location: file.name, ...(survey.reading ? { reading: survey.reading } : {}) }],
      labels: [],
    });
    if (job.fault) useIncoming.setState({ fault: job.fault });
  }
  return true;
}

/**
 * Takes what a person dropped or chose: known files are joined to their surveys, bundles and archives are imported, and
 * SEG-Y and label files wait to be looked over.
 * @param onListed called once such files are listed, before they are understood: where they wait can be shown
 */
export async function takeFiles(offered: readonly OfferedFile[], onListed?: () => void): Promise<void> {
  if (offered.length === 0) return;
  useIncoming.setState({ fault: undefined });
  forgetFailed("ingest", "labels", "import-bundle", "import-archive");
  try {
    await lookAt(offered, onListed);
  } catch (error) {
    useIncoming.setState({ fault: faultIn(error) });
  }
}

const nameTaken = (name: string): Fault => ({
  code: "survey-name-taken",
  kind: "input",
  message: `another file named ${name} is in this workspace already`,
  advice: "Rename the file and drop it again.",
  place: { file: name },
});

const isZip = ({ file }: OfferedFile): boolean => /\.zip$/i.test(file.name);

async function lookAt(offered: readonly OfferedFile[], onListed?: () => void): Promise<void> {
  // Not through the query cache: a change of records at this very moment would break the answer off, and the drop with it.
  const overview = await workspace.overview();
  // A file is known by its name: another one under it would be read in place of the survey's own.
  const isAnother = ({ file }: OfferedFile): boolean =>
    overview.surveys.some(({ fileName, bytes }) => fileName === file.name && bytes !== file.size);
  const usable = offered.filter((one) => !isAnother(one));
  await Promise.all([workspace.offerFiles(usable), sections.offerFiles(usable)]);
  const fresh: OfferedFile[] = offered.filter(isAnother);
  for (const one of usable) if (!(await reconnect(one, overview))) fresh.push(one);
  const names = new Set(fresh.map(({ file }) => file.name));
  useIncoming.setState(({ files }) => ({
    files: [
      ...files.filter(({ location }) => !names.has(location)),
      ...fresh.map(({ file }): Incoming => ({
        location: file.name,
        bytes: file.size,
        role: "survey",
        reading: {},
        names: {},
      })),
    ],
  }));
  if (!fresh.every(isZip)) onListed?.();
  for (const one of fresh) {
    const { file } = one;
    if (isAnother(one)) {
      change(file.name, {
        inspection: { kind: "refused", location: file.name, fault: nameTaken(file.name) },
      });
      continue;
    }
    const inspection = await inspect(file.name, {});
    // It may have been left out meanwhile.
    if (!useIncoming.getState().files.some(({ location }) => location === file.name)) continue;
    if (inspection.kind === "bundle" || inspection.kind === "archive") {
      leaveOut(file.name);
      await takeZip(inspection);
    } else change(file.name, { inspection, role: roleOf(inspection) });
  }
}

export function leaveOut(location: string): void {
  useIncoming.setState(({ files }) => ({ files: files.filter((file) => file.location !== location) }));
}

export function setRole(location: string, role: Role): void {
  change(location, { role });
}

export function setNames(location: string, names: Incoming["names"]): void {
  change(location, { names });
}

/** Reads the file anew as the person says it is to be read; the last answer wins. */
export async function setReading(location: string, reading: SegyReading): Promise<void> {
  change(location, { reading });
  const inspection = await inspect(location, reading);
  if (useIncoming.getState().files.find((file) => file.location === location)?.reading === reading)
    change(location, { inspection });
}

/** "0,1,2" with the person's names where they gave some; undefined where the numbers are to be the names. */
function classNamesOf(files: readonly Incoming[]): string[] | undefined {
  const numbers = new Set<number>();
  const names: Record<number, string> = {};
  for (const { inspection, names: own } of files) {
    if (inspection?.kind === "segy") for (const number of inspection.labelNumbers ?? []) numbers.add(number);
    Object.assign(names, own);
  }
  if (!Object.values(names).some((name) => name.trim() !== "")) return undefined;
  const largest = Math.max(...numbers);
  return Array.from({ length: largest + 1 }, (_, number) => names[number]?.trim() || String(number));
}

/** Takes all waiting files into the workspace; those stay in the list whose job failed. */
export async function ingestIncoming(): Promise<void> {
  const files = useIncoming
    .getState()
    .files.filter(({ inspection }) => inspection && inspection.kind !== "refused");
  const surveys = files.filter(({ role }) => role === "survey");
  const labels = files.filter(({ role }) => role === "labels");
  if (surveys.length + labels.length === 0) return;
  // What is taken in should outlast a full disk; browsers promise it for sites that are used.
  void navigator.storage.persist();
  const classNames = classNamesOf(labels);
  const job = await runJob(
    surveys.length > 0
      ? {
          kind: "ingest",
          // Empty: as the file says, also where an earlier reading was corrected.
          surveys: surveys.map(({ location, reading }) => ({ location, reading })),
          labels: labels.map(({ location }) => location),
          ...(classNames ? { classNames } : {}),
        }
      : {
          kind: "labels",
          locations: labels.map(({ location }) => location),
          ...(classNames ? { classNames } : {}),
        },
  );
  if (job.state === "done") for (const { location } of files) leaveOut(location);
}
