import { Command } from "commander";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import {
  describeGeometry,
  findLineCandidates,
  openSegy,
  suspectLineBytes,
  type Geometry,
  type SegyFile,
  type SegyWarning,
} from "../../../pipeline/segy/contract.ts";
import { runCommand, withJson } from "../command.ts";
import { formatBytes, formatCount, formatRange } from "../format.ts";
import { printResult } from "../output.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

function inspectLines(segy: SegyFile, geometry: Geometry, warnings: readonly SegyWarning[]): string[] {
  const { layout } = segy;
  const lastMs = layout.delayMs + ((layout.samplesPerTrace - 1) * layout.intervalMicroseconds) / 1000;
  return [
    `${layout.file}  ${formatBytes(layout.bytes)}`,
    `  revision    ${layout.container === "su" ? "none, Seismic Unix" : layout.revision}, ${layout.byteOrder}-endian, text ${layout.text.encoding.toUpperCase()}`,
    `  format      ${layout.format.code} (${layout.format.name})`,
    `  samples     ${layout.samplesPerTrace} every ${layout.intervalMicroseconds / 1000} ms, ${layout.delayMs} to ${lastMs} ms`,
    `  traces      ${formatCount(layout.traces)}`,
    `  geometry    ${geometry.kind}: inlines ${formatRange(geometry.inlines)} (byte ${geometry.inlineByte}), crosslines ${formatRange(geometry.crosslines)} (byte ${geometry.crosslineByte})`,
    `  bins        ${formatCount(geometry.missingBins)} missing, ${formatCount(geometry.duplicateBins)} duplicate`,
    ...warnings.map(
      ({ code, message, byteOffset }) =>
        `  warning     ${message}${byteOffset === undefined ? "" : ` (byte ${byteOffset})`} [${code}]`,
    ),
    ...layout.text.lines
      .filter((line) => line.replace(/^C\s*\d+/, "").trim() !== "")
      .map((line) => `  | ${line}`),
  ];
}

export const inspectCommand = (): Command =>
  withJson(
    withReading(
      new Command("inspect")
        .description("what a SEG-Y file is: format, samples, geometry, warnings")
        .argument("<file>", "a SEG-Y file"),
    ),
  ).action((file: string, options: ReadingOptions & { json?: boolean }) =>
    runCommand(options.json ?? false, async (ports) => {
      const source = await openFileSource(file);
      try {
        const segy = await openSegy(source, { reading: readingFrom(options) });
        const { layout } = segy;
        const headers = await segy.scanHeaders(
          (done) => ports.onProgress?.({ step: "inspect", detail: layout.file, done, total: layout.traces }),
          ports.signal,
        );
        const { geometry, warnings: geometryWarnings } = describeGeometry(headers, segy.lineBytes);
        const candidates = await findLineCandidates(segy, ports.signal);
        const warnings = [
          ...segy.warnings,
          ...geometryWarnings,
          // Whoever says where line numbers are is not asked whether that is so.
          ...(segy.reading.lineBytes ? [] : suspectLineBytes(segy.lineBytes, candidates)),
        ];
        const {
          file: name,
          bytes,
          revision,
          byteOrder,
          format,
          samplesPerTrace,
          intervalMicroseconds,
          delayMs,
          traces,
          text,
        } = layout;
        printResult(
          options.json ?? false,
          {
            file: name,
            bytes,
            revision,
            ...(layout.container ? { container: layout.container } : {}),
            ...(layout.traceHeaderBlocks ? { traceHeaderBlocks: layout.traceHeaderBlocks } : {}),
            byteOrder,
            format: { code: format.code, name: format.name },
            samplesPerTrace,
            intervalMicroseconds,
            delayMs,
            traces,
            text,
            geometry,
            candidates,
            warnings,
          },
          () => inspectLines(segy, geometry, warnings),
        );
      } finally {
        await source.close();
      }
    }),
  );
