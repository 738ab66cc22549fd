import type { SegyFile } from "../pipeline/segy/contract.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { withSurveyFile } from "../pipeline/steps/survey-files.ts";
import { filesOfSurvey } from "../pipeline/files-of-survey.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";

interface SourcePort {
  readonly openSource: (location: string) => Promise<OpenedSource>;
}

/**
 * A file whose date differs from the record's is compared by its hash, which reads all of it. Once that went well, the file
 * passes as untouched for as long as its date stays as it was.
 */
export class TrustedFiles {
  readonly #ports: SourcePort;
  /** Date under which a file's hash was right, by that hash. */
  readonly #trusted = new Map<string, number>();

  constructor(ports: SourcePort) {
    this.#ports = ports;
  }

  /** Opens a survey's files for `work`, as `withSurveyFile` does; those that turn out to be the ingested ones are trusted. */
  async use<T>(survey: SurveyRecord, work: (segy: SegyFile) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const files = this.#openerFor(survey);
    const result = await withSurveyFile({ openSource: files.openSource, signal }, survey, (segy) => {
      // Also where the work is broken off: a hash takes long.
      files.trust();
      return work(segy);
    });
    // Of several files others may have been opened meanwhile.
    files.trust();
    return result;
  }

  /** For one reading; `trust` when the files that were opened so far have turned out to be those ingested. */
  #openerFor(survey: SurveyRecord): SourcePort & { trust(): void } {
    const files = new Map(filesOfSurvey(survey).map((file) => [file.location, file]));
    const opened = new Map<string, number>();
    return {
      trust: () => {
        for (const [sha256, modifiedMs] of opened) this.#trusted.set(sha256, modifiedMs);
      },
      openSource: async (location) => {
        const source = await this.#ports.openSource(location);
        const file = files.get(location);
        if (!file) return source;
        opened.set(file.sha256, source.modifiedMs);
        if (this.#trusted.get(file.sha256) !== source.modifiedMs) return source;
        return {
          name: source.name,
          sizeBytes: source.sizeBytes,
          modifiedMs: file.modifiedMs,
          read: (offset, length, signal) => source.read(offset, length, signal),
          close: () => source.close(),
        };
      },
    };
  }
}
