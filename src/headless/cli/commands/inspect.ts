import path from "node:path";
import { Command } from "commander";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import { InputError } from "../../../pipeline/errors.ts";
import {
  findLineCandidates,
  gatherEvidence,
  openSegy,
  suspectLineBytes,
  type GatheredEvidence,
  type SegyFile,
  type SegyLayout,
  type SegyWarning,
} from "../../../pipeline/segy/contract.ts";
import {
  examineGeometry,
  geometryInWords,
  type SurveyGeometry,
} from "../../../pipeline/geometry/contract.ts";
import type { StepPorts } from "../../../pipeline/steps/context.ts";
import { withJoinedFiles } from "../../../pipeline/steps/join-files.ts";
import { runCommand, withJson } from "../command.ts";
import { formatBytes, formatCount, formatRange } from "../format.ts";
import { printResult } from "../output.ts";
import { profileFrom } from "../profiles.ts";
import { segyFilesOf } from "../segy-files.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

/** Domain, units, coordinate system and polarity, and what spoke for each. */
function unitLines({
  verticalUnit,
  horizontalUnit,
  coordinateSystem,
  polarity,
  reversed,
  evidence,
}: SegyLayout): string[] {
  return [
    `  domain      ${verticalUnit === "ms" ? "time" : "depth"}, coordinates in ${horizontalUnit ?? "a unit that is not said"}${coordinateSystem ? `, ${coordinateSystem}` : ""}`,
    ...(polarity || reversed
      ? [`  polarity    ${polarity ?? "not said"}${reversed ? ", read with the sign reversed" : ""}`]
      : []),
    ...evidence.map(({ value, because }) => `    ${value}: ${because}`),
  ];
}

function inspectLines(segy: SegyFile, geometry: SurveyGeometry, warnings: readonly SegyWarning[]): string[] {
  const { layout } = segy;
  const unit = layout.verticalUnit;
  const lastMs = layout.delayMs + ((layout.samplesPerTrace - 1) * layout.intervalMicroseconds) / 1000;
  return [
    `${layout.file}  ${formatBytes(layout.bytes)}`,
    ...(layout.parts ?? []).map(
      ({ file, bytes, traces }) =>
        `  part        ${file}  ${formatBytes(bytes)}, ${formatCount(traces)} traces`,
    ),
    `  revision    ${layout.container === "su" ? "none, Seismic Unix" : layout.revision}, ${layout.byteOrder}-endian, text ${layout.text.encoding.toUpperCase()}`,
    `  format      ${layout.format.code} (${layout.format.name})`,
    `  samples     ${layout.samplesPerTrace} every ${layout.intervalMicroseconds / 1000} ${unit}, ${layout.delayMs} to ${lastMs} ${unit}`,
    ...unitLines(layout),
    `  traces      ${formatCount(layout.traces)}`,
    `  geometry    ${geometry.kind}: inlines ${formatRange(geometry.inlines)} (byte ${geometry.inlineByte}), crosslines ${formatRange(geometry.crosslines)} (byte ${geometry.crosslineByte})`,
    ...geometryInWords(geometry, layout.horizontalUnit).map(
      ({ name, words }) => `    ${name.padEnd(15)} ${words}`,
    ),
    ...warnings.map(
      ({ code, message, byteOffset }) =>
        `  warning     ${message}${byteOffset === undefined ? "" : ` (byte ${byteOffset})`} [${code}]`,
    ),
    ...geometry.findings.map(
      ({ code, severity, message, trace }) =>
        `  ${severity.padEnd(11)} ${message}${trace === undefined ? "" : ` (trace ${trace})`} [${code}]`,
    ),
    ...layout.text.lines
      .filter((line) => line.replace(/^C\s*\d+/, "").trim() !== "")
      .map((line) => `  | ${line}`),
  ];
}

interface InspectOptions extends ReadingOptions {
  readonly workspace?: string;
  readonly join?: boolean;
  readonly json?: boolean;
}

async function withFiles(
  ports: StepPorts,
  files: readonly string[],
  options: InspectOptions,
  work: (segy: SegyFile, gathered: GatheredEvidence) => Promise<void>,
): Promise<void> {
  const reading = await readingFrom(options);
  const profile = (await profileFrom(options))?.reading;
  const ofFile = async <T>(
    file: string,
    use: (segy: SegyFile, gathered: GatheredEvidence) => Promise<T>,
  ): Promise<T> => {
    const source = await openFileSource(file);
    try {
      const segy = await openSegy(source, { reading });
      return await use(segy, await gatherEvidence(source, segy, { profile, signal: ports.signal }));
    } finally {
      await source.close();
    }
  };
  if (options.join) {
    const locations = await segyFilesOf(files);
    const name = `${formatCount(locations.length)} files in ${path.dirname(locations[0]!)}`;
    return withJoinedFiles(ports, { name, locations }, reading, async (segy) => {
      const first = await ofFile(locations[0]!, async (_, gathered) => gathered);
      const candidates = await findLineCandidates(segy, ports.signal);
      const warnings = [
        ...first.warnings.filter(({ code }) => code !== "line-bytes-suspected"),
        // Whoever says where line numbers are is not asked whether that is so.
        ...(segy.reading.lineBytes ? [] : suspectLineBytes(segy.lineBytes, candidates)),
      ];
      return work(segy, { ...first, candidates, warnings });
    });
  }
  if (files.length !== 1)
    throw new InputError("one-file-expected", `${files.length} files were given`, {
      advice: "Look at them one by one, or add --join to see them as one survey.",
    });
  return ofFile(files[0]!, work);
}

export const inspectCommand = (): Command =>
  withJson(
    withReading(
      new Command("inspect")
        .description("what a SEG-Y file is: format, samples, geometry, warnings")
        .argument("<file...>", "a SEG-Y file; several, or folders of them, with --join")
        .option("--workspace <dir>", "where the profile is, if one is named")
        .option("--join", "whether the files are one survey, and what it is as a whole"),
    ),
  ).action((files: string[], options: InspectOptions) =>
    runCommand(options.json ?? false, (ports) =>
      withFiles(ports, files, options, async (segy, gathered) => {
        const { layout } = segy;
        const headers = await segy.scanHeaders(
          (done) => ports.onProgress?.({ step: "inspect", detail: layout.file, done, total: layout.traces }),
          ports.signal,
        );
        const { geometry, warnings: geometryWarnings } = await examineGeometry(segy, headers, {
          signal: ports.signal,
        });
        const warnings = [...segy.warnings, ...geometryWarnings, ...gathered.warnings];
        const {
          file: name,
          bytes,
          revision,
          byteOrder,
          format,
          samplesPerTrace,
          intervalMicroseconds,
          delayMs,
          verticalUnit,
          horizontalUnit,
          coordinateSystem,
          polarity,
          reversed,
          traces,
          text,
        } = layout;
        printResult(
          options.json ?? false,
          {
            file: name,
            bytes,
            ...(layout.parts ? { parts: layout.parts } : {}),
            revision,
            ...(layout.container ? { container: layout.container } : {}),
            ...(layout.traceHeaderBlocks ? { traceHeaderBlocks: layout.traceHeaderBlocks } : {}),
            byteOrder,
            format: { code: format.code, name: format.name },
            samplesPerTrace,
            intervalMicroseconds,
            delayMs,
            verticalUnit,
            ...(horizontalUnit ? { horizontalUnit } : {}),
            ...(coordinateSystem ? { coordinateSystem } : {}),
            ...(polarity ? { polarity } : {}),
            ...(reversed ? { reversed } : {}),
            traces,
            text,
            ...(layout.coordinateBytes ? { coordinateBytes: layout.coordinateBytes } : {}),
            coordinateScalar: layout.coordinateScalar,
            cdpByte: layout.cdpByte,
            offsetByte: layout.offsetByte,
            geometry,
            candidates: gathered.candidates,
            evidence: { ...gathered.evidence, units: layout.evidence },
            warnings,
          },
          () => inspectLines(segy, geometry, warnings),
        );
      }),
    ),
  );
