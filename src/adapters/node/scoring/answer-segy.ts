import { openSegy } from "../../../pipeline/segy/contract.ts";
import { predictFileBlocks, type PredictionFileHead } from "../../../pipeline/serving/contract.ts";
import { openPredictionWriter, PredictionCounts } from "../../../pipeline/steps/write-predictions.ts";
import { openFileSource } from "../file-byte-source.ts";
import { openPredictionsArrow } from "./arrow-predictions.ts";
import type { ScoreSegyOptions, ScoringPool, SegyAnswer, SegyAnswerFormat } from "./contract.ts";

/** Small, so that other calls get their turn, and the first answers come soon. */
const blockBytes = 1 << 20;

const contentTypes: Readonly<Record<SegyAnswerFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  arrow: "application/vnd.apache.arrow.stream",
  segy: "application/octet-stream",
};

/** Opens a SEG-Y file and lets a pool score it while its answer is taken. */
export async function answerSegy(
  pool: Pick<ScoringPool, "openFile" | "state">,
  file: string,
  { format, name, reading, signal }: ScoreSegyOptions,
): Promise<SegyAnswer> {
  const stop = new AbortController();
  const until = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const scoring = pool.openFile(file, reading, name);
  let closing: Promise<void> | undefined;
  const opened = await openFileSource(file).catch((error: unknown) => {
    scoring.close();
    throw error;
  });
  /** Once, whichever way it ends. */
  const close = (): Promise<void> => {
    stop.abort();
    scoring.close();
    closing ??= opened.close();
    return closing;
  };
  signal?.addEventListener("abort", () => void close(), { once: true, signal: stop.signal });
  try {
    signal?.throwIfAborted();
    const { model, lineage } = scoring.model.bundle;
    const segy = await openSegy({ ...opened, name: name ?? opened.name }, { reading });
    const predicted = await predictFileBlocks(model, segy, segy.layout.file, {
      score: (traces, ended) => scoring.score(traces, ended),
      // While the answers to one piece are written, no scorer waits.
      atOnce: pool.state().processes + 1,
      blockBytes,
      signal: until,
    });
    let written: Uint8Array[] = [];
    const sink = {
      write: async (bytes: Uint8Array): Promise<void> => {
        written.push(bytes);
      },
    };
    const head: PredictionFileHead = { ...predicted, withSurvey: false };
    const writer =
      format === "arrow"
        ? openPredictionsArrow(sink, head)
        : await openPredictionWriter(
            sink,
            head,
            format === "segy"
              ? { format, segy, codeVersion: lineage.codeVersion, signal: until }
              : { format },
          );
    const take = (): Uint8Array[] => {
      const pieces = written;
      written = [];
      return pieces;
    };
    const counts = new PredictionCounts(model.classes);
    const generate = async function* (): AsyncGenerator<Uint8Array, void, void> {
      try {
        yield* take();
        for await (const block of predicted.blocks) {
          await writer.append(block);
          counts.add(block);
          yield* take();
        }
        await writer.finish();
        yield* take();
      } finally {
        await close();
      }
    };
    return {
      contentType: contentTypes[format],
      sha256: scoring.model.sha256,
      traces: predicted.traces,
      examples: predicted.rows,
      counted: () => counts.summary(),
      bytes: closedWhenLeft(generate(), close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A generator that was never begun would not run its `finally`. */
function closedWhenLeft(
  generator: AsyncGenerator<Uint8Array, void, void>,
  close: () => Promise<void>,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => generator.next(),
      return: async () => {
        const ended = await generator.return();
        await close();
        return ended;
      },
    }),
  };
}
