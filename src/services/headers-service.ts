import { summariseFields, type FieldSummary } from "../pipeline/segy/contract.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { requireSurvey } from "../pipeline/steps/survey-files.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import type { FileHeaders, HeaderRows, ScanProgress } from "./headers-contract.ts";
import { RecentCache } from "./section-cache.ts";
import { TrustedFiles } from "./section-trusted-files.ts";
import { surveyVersion } from "./section-version.ts";

export interface HeadersPorts {
  workspace(): Promise<Workspace>;
  openSource(location: string): Promise<OpenedSource>;
  /** Lets a cancel in between blocks. */
  yieldControl?(): Promise<void>;
}

/** Summaries of the last few surveys: 2 MB each. */
const mostKept = 6;
const mostRows = 2000;

interface Scan {
  readonly version: string;
  readonly abort: AbortController;
  readonly summaries: Promise<readonly FieldSummary[]>;
  readonly listeners: Set<(progress: ScanProgress) => void>;
}

/** Headers for the eye: file headers, any rows by byte range, and what each field holds over all traces. */
export class HeadersService {
  readonly #ports: HeadersPorts;
  readonly #files: TrustedFiles;
  /** By what the survey is read from and how: another file or another reading is another key. */
  readonly #kept = new RecentCache<readonly FieldSummary[]>(mostKept);
  #scan: Scan | undefined;

  constructor(ports: HeadersPorts) {
    this.#ports = ports;
    this.#files = new TrustedFiles(ports);
  }

  async file(survey: string): Promise<FileHeaders> {
    return this.#files.use(await this.#record(survey), async (segy) => ({
      layout: segy.layout,
      binary: await segy.readBinaryHeader(),
      fields: await segy.headerFields(),
    }));
  }

  /** Rows from `first` on, at most 2,000; fewer where the file ends. All fields, in the order of `file().fields`. */
  async rows(survey: string, first: number, count: number): Promise<HeaderRows> {
    return this.#files.use(await this.#record(survey), async (segy) => {
      const from = Math.max(0, Math.min(first, segy.layout.traces));
      const rows = Math.min(count, mostRows, segy.layout.traces - from);
      return { first: from, columns: await segy.readFieldColumns(from, rows, await segy.headerFields()) };
    });
  }

  /**
   * What each field holds over all traces; kept for as long as this service lives. A scan of another survey breaks off the
   * one that goes on; a second asking for the same one joins it.
   * @throws AbortError after `cancel` or where another survey was asked for
   */
  async summaries(
    survey: string,
    onProgress: (progress: ScanProgress) => void = () => undefined,
  ): Promise<readonly FieldSummary[]> {
    const record = await this.#record(survey);
    const version = surveyVersion(record);
    const kept = this.#kept.get(version);
    if (kept) return kept;
    if (this.#scan?.version !== version) {
      this.cancel();
      this.#scan = this.#start(record, version);
    }
    const scan = this.#scan;
    scan.listeners.add(onProgress);
    return scan.summaries;
  }

  /** Breaks off the scan that goes on, if one does. */
  cancel(): void {
    this.#scan?.abort.abort();
    this.#scan = undefined;
  }

  #start(record: SurveyRecord, version: string): Scan {
    const abort = new AbortController();
    const { signal } = abort;
    const listeners: Scan["listeners"] = new Set();
    const summaries = this.#files
      .use(
        record,
        (segy) =>
          summariseFields(segy, {
            signal,
            onProgress: (done) => {
              for (const listener of listeners) listener({ done, total: segy.layout.traces });
            },
            yieldControl: this.#ports.yieldControl?.bind(this.#ports),
          }),
        signal,
      )
      .then((found) => {
        this.#kept.set(version, found, 1);
        return found;
      });
    const scan = { version, abort, listeners, summaries };
    summaries
      .catch(() => undefined)
      .finally(() => {
        if (this.#scan === scan) this.#scan = undefined;
      });
    return scan;
  }

  async #record(name: string): Promise<SurveyRecord> {
    return requireSurvey(await this.#ports.workspace(), name);
  }
}
