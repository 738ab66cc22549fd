import type { SqlColumn } from "../adapters/browser/duckdb-contract.ts";
import { chooseFields, type HeaderField } from "../pipeline/segy/contract.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { requireSurvey } from "../pipeline/steps/survey-files.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import { TrustedFiles } from "./section-trusted-files.ts";
import { surveyVersion } from "./section-version.ts";
import type { TableSource } from "./tables-sources.ts";

/** Rows handed to the query engine at once. */
const rowsPerPart = 65_536;

/** The trace headers of one survey as a table, read from its files when a query names it. */
export class HeaderTables {
  readonly #files: TrustedFiles;
  /** What the headers of the survey that was asked for last have. */
  #known: { readonly version: string; readonly fields: readonly HeaderField[] } | undefined;

  constructor(openSource: (location: string) => Promise<OpenedSource>) {
    this.#files = new TrustedFiles({ openSource });
  }

  /** @throws InputError `survey-unknown`, `file-missing`, `survey-file-changed` */
  async sourceOf(workspace: Workspace, name: string): Promise<TableSource> {
    const survey = await requireSurvey(workspace, name);
    const version = surveyVersion(survey);
    if (this.#known?.version !== version)
      this.#known = { version, fields: await this.#files.use(survey, (segy) => segy.headerFields()) };
    const { fields } = this.#known;
    return {
      name: "headers",
      about: `one row per trace of ${name}, raw: no scalar is applied. Only the columns that a query names are read`,
      fingerprint: version,
      rows: survey.traces,
      isWide: true,
      columns: [
        ["trace_index", "number", "from 0, in file order"],
        ...fields.map(({ name: field, byte, about }) => [field, "number", `byte ${byte}: ${about}`] as const),
      ],
      parts: (columns) => this.#parts(survey, fields, columns),
    };
  }

  async *#parts(survey: SurveyRecord, all: readonly HeaderField[], columns: readonly string[] | undefined) {
    const withIndex = columns?.includes("trace_index") ?? true;
    const fields = columns
      ? chooseFields(
          all,
          columns.filter((name) => name !== "trace_index"),
        )
      : all;
    for (let first = 0; first < survey.traces; first += rowsPerPart) {
      const rows = Math.min(rowsPerPart, survey.traces - first);
      const read =
        fields.length > 0
          ? await this.#files.use(survey, (segy) => segy.readFieldColumns(first, rows, fields))
          : [];
      const index: SqlColumn[] = withIndex
        ? [
            {
              name: "trace_index",
              type: "int32",
              values: Int32Array.from({ length: rows }, (_, row) => first + row),
            },
          ]
        : [];
      yield {
        rows,
        columns: [
          ...index,
          ...fields.map(({ name }, i): SqlColumn => {
            const values = read[i]!;
            return values instanceof Int32Array
              ? { name, type: "int32", values }
              : { name, type: "double", values };
          }),
        ],
      };
    }
  }
}
