import { Command } from "commander";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import { InputError } from "../../../pipeline/errors.ts";
import { openSegy } from "../../../pipeline/segy/contract.ts";
import { runCommand, wholeNumber, withJson } from "../command.ts";
import { printResult } from "../output.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

export const traceCommand = (): Command =>
  withJson(
    withReading(
      new Command("trace")
        .description("headers and samples of one trace")
        .argument("<file>", "a SEG-Y file")
        .argument("<index>", "which trace, from 0", wholeNumber(0)),
    ),
  ).action((file: string, index: number, options: ReadingOptions & { json?: boolean }) =>
    runCommand(options.json ?? false, async () => {
      const source = await openFileSource(file);
      try {
        const segy = await openSegy(source, { reading: await readingFrom(options) });
        const { traces, intervalMicroseconds, delayMs } = segy.layout;
        if (index >= traces)
          throw new InputError(
            "trace-out-of-range",
            `trace ${index} was asked for; ${source.name} has traces 0 to ${traces - 1}`,
            {
              place: { file, traceIndex: index },
              advice: "Trace indices start at 0.",
            },
          );
        const headers = await segy.readHeaderFields(index);
        const samples = await segy.readSamples(index, 1);
        printResult(
          options.json ?? false,
          // JSON knows no NaN or infinity: they become null.
          { index, headers, samples: Array.from(samples.data) },
          () => [
            ...Object.entries(headers)
              .filter(([, value]) => value !== 0)
              .map(([name, value]) => `${name.padEnd(42)}${value}`),
            "",
            "time_ms,amplitude",
            ...Array.from(
              samples.data,
              (value, i) => `${delayMs + (i * intervalMicroseconds) / 1000},${value}`,
            ),
          ],
        );
      } finally {
        await source.close();
      }
    }),
  );
