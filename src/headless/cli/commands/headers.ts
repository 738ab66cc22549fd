import path from "node:path";
import { Command, Option } from "commander";
import { createFileSink } from "../../../adapters/node/file-byte-sink.ts";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import { InputError } from "../../../pipeline/errors.ts";
import {
  chooseFields,
  openSegy,
  summariseFields,
  writeHeaderTable,
  type FieldSummary,
  type HeaderField,
  type HeaderTableFormat,
  type SegyFile,
} from "../../../pipeline/segy/contract.ts";
import type { StepPorts } from "../../../pipeline/steps/context.ts";
import { commaList, runCommand, wholeNumber, withJson } from "../command.ts";
import { formatCount } from "../format.ts";
import { printResult } from "../output.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

interface HeadersOptions extends ReadingOptions {
  readonly all?: boolean;
  readonly fields?: readonly string[];
  readonly first?: number;
  readonly count?: number;
  readonly out?: string;
  readonly json?: boolean;
}

const usualRows = 10;

function tableFormatOf(out: string): HeaderTableFormat {
  const ending = path.extname(out).toLowerCase();
  if (ending === ".csv") return "csv";
  if (ending === ".parquet") return "parquet";
  throw new InputError("output-format-unknown", `cannot tell from ${path.basename(out)} what to write`, {
    advice: "Let the name end in .csv or .parquet.",
  });
}

/** Columns as wide as their widest cell; numbers to the right. */
function tableLines(rows: readonly (readonly string[])[], isNumber: readonly boolean[]): string[] {
  const widths = isNumber.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    `  ${row
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")}`.trimEnd(),
  );
}

const bytesOf = ({ byte, bytes }: HeaderField): string =>
  bytes === 1 ? String(byte) : `${byte}–${byte + bytes - 1}`;
const aboutOf = ({ about, unit }: HeaderField): string => (unit ? `${about} (${unit})` : about);
const isAlwaysZero = ({ isConstant, first }: FieldSummary): boolean => isConstant && first === 0;

/** Text, binary header, and what each trace header field holds over all traces. */
async function describeAll(segy: SegyFile, ports: StepPorts, options: HeadersOptions): Promise<void> {
  const { layout } = segy;
  const chosen = options.fields && chooseFields(await segy.headerFields(), options.fields);
  const binary = await segy.readBinaryHeader();
  const summaries = (
    await summariseFields(segy, {
      ...ports,
      onProgress: (done) =>
        ports.onProgress?.({ step: "headers", detail: layout.file, done, total: layout.traces }),
    })
  ).filter(({ field }) => !chosen || chosen.some(({ name }) => name === field.name));
  const shown = options.all || chosen ? summaries : summaries.filter((summary) => !isAlwaysZero(summary));
  const folded = summaries.length - shown.length;
  printResult(
    options.json ?? false,
    {
      file: layout.file,
      text: layout.text,
      binary,
      traces: layout.traces,
      fields: summaries.map(({ field, min, max, isConstant, distinct, zeros, nonFinite, first, last }) => ({
        ...field,
        ...{ min, max, isConstant, distinct, zeros, nonFinite, first, last },
      })),
    },
    () => [
      ...(chosen
        ? []
        : [
            `${layout.file}: ${layout.container === "su" ? "no text header (Seismic Unix)" : `text header, ${layout.text.encoding.toUpperCase()}`}`,
            ...layout.text.lines
              .filter((line) => options.all === true || line.replace(/^C\s*\d+/, "").trim() !== "")
              .map((line) => `  | ${line}`),
            ...(binary.length > 0 ? ["", "binary header"] : []),
            ...tableLines(
              binary
                .filter(({ value }) => options.all === true || value !== 0)
                .map((field) => [
                  bytesOf(field),
                  field.name,
                  String(field.value),
                  field.means ? `${field.about}: ${field.means}` : aboutOf(field),
                ]),
              [true, false, true, false],
            ),
            "",
          ]),
      `trace headers, ${formatCount(layout.traces)} traces${folded > 0 ? `; ${folded} fields are 0 in all of them (--all shows them)` : ""}`,
      ...tableLines(
        [
          ["bytes", "field", "min", "max", "values", "zeros", "first", "last", "what it is"],
          ...shown.map(({ field, min, max, distinct, zeros, first, last }) => [
            ...[bytesOf(field), field.name, String(min), String(max)],
            `${distinct.isExact ? "" : "about "}${formatCount(distinct.count)}`,
            ...[formatCount(zeros), String(first), String(last), aboutOf(field)],
          ]),
        ],
        [true, false, true, true, true, true, true, true, false],
      ),
    ],
  );
}

/** Some traces' headers, a row each. */
async function listRows(segy: SegyFile, ports: StepPorts, options: HeadersOptions): Promise<void> {
  const { traces, file } = segy.layout;
  const first = options.first ?? 0;
  if (first >= traces)
    throw new InputError(
      "trace-out-of-range",
      `trace ${first} was asked for; ${file} has ${traces === 0 ? "none" : `traces 0 to ${traces - 1}`}`,
      { place: { file, traceIndex: first }, advice: "Trace indices start at 0." },
    );
  const count = Math.min(options.count ?? usualRows, traces - first);
  const all = await segy.headerFields();
  const fields = options.fields ? chooseFields(all, options.fields) : all;
  const columns = await segy.readFieldColumns(first, count, fields, ports.signal);
  const rows = Array.from({ length: count }, (_, row) => columns.map((column) => column[row]!));
  const names = fields.map(({ name }) => name);
  printResult(options.json ?? false, { file, first, fields: names, rows }, () => [
    ["trace_index", ...names].join(","),
    ...rows.map((row, i) => [first + i, ...row].join(",")),
  ]);
}

async function writeOut(
  segy: SegyFile,
  ports: StepPorts,
  options: HeadersOptions,
  out: string,
): Promise<void> {
  const format = tableFormatOf(out);
  const { traces, file } = segy.layout;
  const all = await segy.headerFields();
  const fields = options.fields ? chooseFields(all, options.fields) : all;
  const sink = await createFileSink(path.resolve(out));
  try {
    await writeHeaderTable(segy, fields, format, sink, {
      ...ports,
      onProgress: (done) => ports.onProgress?.({ step: "headers", detail: file, done, total: traces }),
    });
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  printResult(
    options.json ?? false,
    { file: out, rows: traces, fields: fields.map(({ name }) => name) },
    () => [`${out}  ${formatCount(traces)} rows, ${fields.length} fields`],
  );
}

export const headersCommand = (): Command =>
  withJson(
    withReading(
      new Command("headers")
        .description(
          "text, binary and trace headers of a SEG-Y: what each field holds, rows, or a table to keep",
        )
        .argument("<file>", "a SEG-Y file")
        .option("--all", "also blank lines of text and fields that are 0")
        .addOption(new Option("--fields <names>", "these fields only (A,B,…)").argParser(commaList))
        .addOption(new Option("--first <trace>", "list traces from this one on").argParser(wholeNumber(0)))
        .addOption(
          new Option("--count <n>", `how many traces to list (${usualRows})`).argParser(wholeNumber(1)),
        )
        .option("--out <file>", "write the headers of all traces: .csv or .parquet")
        .addHelpText(
          "after",
          "\nValues are raw: no scalar is applied. To ask in SQL, use the app's Headers page, or read the Parquet file with DuckDB.",
        ),
    ),
  ).action((file: string, options: HeadersOptions) =>
    runCommand(options.json ?? false, async (ports) => {
      const source = await openFileSource(file);
      try {
        const segy = await openSegy(source, { reading: await readingFrom(options) });
        if (options.out !== undefined) await writeOut(segy, ports, options, options.out);
        else if (options.first !== undefined || options.count !== undefined)
          await listRows(segy, ports, options);
        else await describeAll(segy, ports, options);
      } finally {
        await source.close();
      }
    }),
  );
