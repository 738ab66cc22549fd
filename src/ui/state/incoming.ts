import { create } from "zustand";
import type { OfferedFile } from "../../adapters/browser/offered-file.ts";
import type { SegyReading } from "../../pipeline/segy/contract.ts";
import { filesOfSurvey } from "../../pipeline/files-of-survey.ts";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Fault, Inspection, Overview, OverviewSurvey, SurveyToIngest } from "../../services/contract.ts";
import { sections, workspace } from "../clients.ts";
import { faultIn } from "../shared/answers.ts";
import { forgetFailed, runJob } from "./jobs.ts";
import { offerToLater } from "./offered-files.ts";
import { forgetScan, scanFile } from "./scans.ts";
import { waitingJoins, type JoinChoice, type WaitingJoin } from "./waiting-joins.ts";

export type Role = "survey" | "labels";

/** A chosen file on its way in: what was understood, and what the person made of it. */
export interface Incoming {
  readonly location: string;
  readonly bytes: number;
  /** Absent while the file is being looked at. */
  readonly inspection?: Inspection;
  readonly role: Role;
  readonly reading: SegyReading;
  /** The profile that it is, or began with. */
  readonly profile?: string | undefined;
  /** Names for a label volume's numbers, by number; empty names are left as numbers. */
  readonly names: Readonly<Record<number, string>>;
}

interface IncomingState {
  readonly files: readonly Incoming[];
  /** What the person said of files that look like one survey, by the key of their likeness. */
  readonly joinChoices: Readonly<Record<string, JoinChoice>>;
  /** Why what was dropped last was not taken, where no file of the list says so itself. */
  readonly fault: Fault | undefined;
}

export const useIncoming = create<IncomingState>(() => ({ files: [], joinChoices: {}, fault: undefined }));

export function chooseJoin(key: string, choice: JoinChoice): void {
  useIncoming.setState(({ joinChoices }) => ({
    joinChoices: { ...joinChoices, [key]: { ...joinChoices[key], ...choice } },
  }));
}

/** Those of the waiting files that are to be one survey. */
function chosenJoins(): WaitingJoin[] {
  const { files, joinChoices } = useIncoming.getState();
  return waitingJoins(files, joinChoices).filter(({ isOn }) => isOn);
}

function change(location: string, update: Partial<Incoming>): void {
  useIncoming.setState(({ files }) => ({
    files: files.map((file) => (file.location === location ? { ...file, ...update } : file)),
  }));
}

const roleOf = (inspection: Inspection): Role =>
  inspection.kind === "label-table" || (inspection.kind === "segy" && inspection.labelNumbers !== undefined)
    ? "labels"
    : "survey";

async function inspect(location: string, reading: SegyReading, profile?: string): Promise<Inspection> {
  return workspace.inspect(location, Object.keys(reading).length > 0 ? reading : undefined, profile);
}

async function takeZip(inspection: Extract<Inspection, { kind: "bundle" | "archive" }>): Promise<void> {
  const { location } = inspection;
  const job = await runJob(
    inspection.kind === "bundle" ? { kind: "import-bundle", location } : { kind: "import-archive", location },
  );
  if (job.fault) useIncoming.setState({ fault: job.fault });
}

/** A survey that has a file of this name and size. */
function surveyOf({ file }: OfferedFile, { surveys }: Overview): OverviewSurvey | undefined {
  return surveys.find((survey) =>
    filesOfSurvey(survey).some(({ fileName, bytes }) => fileName === file.name && bytes === file.size),
  );
}

/** Whether a file may have changed since it was taken in. */
function isTouched({ file }: OfferedFile, survey: OverviewSurvey): boolean {
  const known = filesOfSurvey(survey).find(({ fileName }) => fileName === file.name);
  // File systems know fractions of a millisecond, browsers do not.
  return !known || Math.abs(known.modifiedMs - file.lastModified) >= 1;
}

/** Takes a survey in again from its files as they are now: their hashes decide, once, whether they are still the same. */
async function takeAgain(survey: OverviewSurvey): Promise<void> {
  const reading = survey.reading ? { reading: survey.reading } : {};
  const locations = filesOfSurvey(survey).map(({ fileName }) => fileName);
  const join = survey.parts ? { join: { name: survey.name, locations } } : {};
  const job = await runJob({
    kind: "ingest",
    surveys: [{ location: locations[0]!, ...join, ...reading }],
    labels: [],
  });
  if (job.fault) useIncoming.setState({ fault: job.fault });
}

/** Files that the workspace knows already are joined to their surveys again. @returns all others */
async function reconnect(offered: readonly OfferedFile[], overview: Overview): Promise<OfferedFile[]> {
  const others: OfferedFile[] = [];
  const touched = new Set<OverviewSurvey>();
  for (const one of offered) {
    const survey = surveyOf(one, overview);
    if (!survey) others.push(one);
    // A file that is open is not asked for again: another one of its name and size is looked over like any.
    else if (!survey.away.includes(one.file.name)) {
      if (isTouched(one, survey)) others.push(one);
    } else if (isTouched(one, survey)) touched.add(survey);
  }
  const here = new Set(offered.map(({ file }) => file.name));
  // Of several files the hashes are looked at when all are there; until then whoever reads one looks at its own.
  for (const survey of touched) if (survey.away.every((name) => here.has(name))) await takeAgain(survey);
  return others;
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

/** Names that several files of one drop have, which then come from different folders. */
async function sharedNames(offered: readonly OfferedFile[]): Promise<Set<string>> {
  const first = new Map<string, OfferedFile>();
  const shared = new Set<string>();
  for (const one of offered) {
    const other = first.get(one.file.name);
    if (!other) first.set(one.file.name, one);
    else if (!(one.handle && (await other.handle?.isSameEntry(one.handle)))) shared.add(one.file.name);
  }
  return shared;
}

const namedAlike = (names: readonly string[]): Fault => ({
  code: "file-names-twice",
  kind: "input",
  message: `${names.join(", ")}: several files of ${names.length === 1 ? "this name" : "these names"} were dropped at once, and none of them was taken`,
  advice: "A file is known here by its name: rename all but one, and drop them again.",
  place: { file: names[0]! },
});

async function lookAt(all: readonly OfferedFile[], onListed?: () => void): Promise<void> {
  const shared = await sharedNames(all);
  if (shared.size > 0) useIncoming.setState({ fault: namedAlike([...shared]) });
  const offered = all.filter(({ file }) => !shared.has(file.name));
  // Not through the query cache: a change of records at this very moment would break the answer off, and the drop with it.
  const overview = await workspace.overview();
  // A file is known by its name: another one under it would be read in place of the survey's own.
  const isAnother = ({ file }: OfferedFile): boolean =>
    overview.surveys
      .flatMap(filesOfSurvey)
      .some(({ fileName, bytes }) => fileName === file.name && bytes !== file.size);
  const usable = offered.filter((one) => !isAnother(one));
  await Promise.all([workspace.offerFiles(usable), sections.offerFiles(usable)]);
  offerToLater(usable);
  const fresh = [...offered.filter(isAnother), ...(await reconnect(usable, overview))];
  const names = new Set(fresh.map(({ file }) => file.name));
  for (const name of names) forgetScan(name);
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
    } else {
      change(file.name, { inspection, role: roleOf(inspection) });
      if (needsScan(inspection)) void scanIncoming(file.name);
    }
  }
}

/**
 * Reads all trace headers of a file behind what the person does; what they say takes the place of what was seen in places.
 */
export async function scanIncoming(location: string): Promise<void> {
  const file = useIncoming.getState().files.find((one) => one.location === location);
  if (file?.inspection?.kind !== "segy") return;
  const summary = await scanFile(location, file.reading);
  const now = useIncoming.getState().files.find((one) => one.location === location);
  if (!summary || now?.reading !== file.reading || now.inspection?.kind !== "segy") return;
  const { warnings } = now.inspection;
  const known = new Set(warnings.map(({ code }) => code));
  change(location, {
    inspection: {
      ...now.inspection,
      geometry: summary.geometry,
      partial: false,
      warnings: [...warnings, ...summary.warnings.filter(({ code }) => !known.has(code))],
    },
  });
}

/** Small files were read to their end when they were first looked at. */
const needsScan = (inspection: Inspection): boolean => inspection.kind === "segy" && inspection.partial;

export function leaveAllOut(): void {
  for (const { location } of useIncoming.getState().files) leaveOut(location);
}

export function leaveOut(location: string): void {
  forgetScan(location);
  useIncoming.setState(({ files }) => ({ files: files.filter((file) => file.location !== location) }));
}

export function setRole(location: string, role: Role): void {
  change(location, { role });
}

export function setNames(location: string, names: Incoming["names"]): void {
  change(location, { names });
}

/**
 * Reads the file anew as the person says it is to be read, and all that are one survey with it; the last answer wins.
 * @param profile whose reading it is, or began as
 */
export async function setReading(location: string, reading: SegyReading, profile?: string): Promise<void> {
  const join = chosenJoins().find(({ files }) => files.some((file) => file.location === location));
  const locations = join?.files.map((file) => file.location) ?? [location];
  for (const one of locations) {
    change(one, { reading, profile });
    forgetScan(one);
  }
  // All answers at once: in between, some files would fit to each other and some not.
  const answers: [string, Inspection][] = [];
  for (const one of locations) answers.push([one, await inspect(one, reading, profile)]);
  const found = new Map(answers);
  useIncoming.setState(({ files }) => ({
    files: files.map((file) => {
      const inspection = found.get(file.location);
      return inspection && file.reading === reading ? { ...file, inspection } : file;
    }),
  }));
  if (join) keepChoice(join, location);
  for (const { location: one, reading: now, inspection } of useIncoming.getState().files)
    if (found.has(one) && now === reading && inspection && needsScan(inspection)) void scanIncoming(one);
}

/** Files that are read otherwise are alike in other things; they stay one survey under the same name. */
function keepChoice({ isOn, name }: WaitingJoin, location: string): void {
  const { files, joinChoices } = useIncoming.getState();
  const now = waitingJoins(files, joinChoices).find((join) =>
    join.files.some((file) => file.location === location),
  );
  if (now) chooseJoin(now.key, { isOn, name });
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

function surveysToIngest(files: readonly Incoming[]): SurveyToIngest[] {
  const joins = chosenJoins();
  const parts = new Set(joins.flatMap((join) => join.files.map(({ location }) => location)));
  return [
    ...joins.map(({ name, files: [first, ...others] }): SurveyToIngest => {
      const { location, reading } = first!;
      return {
        location,
        reading,
        join: { name: name.trim(), locations: [location, ...others.map((file) => file.location)] },
      };
    }),
    ...files
      .filter(({ location }) => !parts.has(location))
      .map(({ location, reading }) => ({ location, reading })),
  ];
}

/** Points and horizons wait until the Labels page is told what to make of them. */
export const canBeTakenIn = ({ inspection }: Incoming): boolean =>
  inspection !== undefined && inspection.kind !== "refused" && inspection.kind !== "points";

/** Where a person looks chosen files over. */
export const pageOf = (offered: readonly OfferedFile[]): "/labels" | "/" =>
  offered.every(({ file }) => /\.(pts|dat|xyz|asc|hor)$/i.test(file.name)) ? "/labels" : "/";

/**
 * Takes all waiting files into the workspace; those stay in the list whose job failed.
 * @param thenScore what is to score the surveys after that
 * @returns whether all was taken in
 */
export async function ingestIncoming(thenScore?: Scorer): Promise<boolean> {
  const files = useIncoming.getState().files.filter(canBeTakenIn);
  const surveys = files.filter(({ role }) => role === "survey");
  const labels = files.filter(({ role }) => role === "labels");
  if (surveys.length + labels.length === 0) return false;
  // What is taken in should outlast a full disk; browsers promise it for sites that are used.
  void navigator.storage.persist();
  const classNames = classNamesOf(labels);
  const job = await runJob(
    surveys.length > 0
      ? {
          kind: "ingest",
          // Empty: as the file says, also where an earlier reading was corrected.
          surveys: surveysToIngest(surveys),
          labels: labels.map(({ location }) => location),
          ...(classNames ? { classNames } : {}),
          ...(thenScore ? { thenScore } : {}),
        }
      : {
          kind: "labels",
          locations: labels.map(({ location }) => location),
          ...(classNames ? { classNames } : {}),
        },
  );
  if (job.state !== "done") return false;
  for (const { location } of files) leaveOut(location);
  return true;
}
