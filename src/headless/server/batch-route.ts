import { Socket } from "node:net";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { createFileSink } from "../../adapters/node/file-byte-sink.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { openSegy } from "../../pipeline/segy/contract.ts";
import { predictFileBlocks } from "../../pipeline/serving/contract.ts";
import {
  openPredictionWriter,
  PredictionCounts,
  type PredictionFormat,
} from "../../pipeline/steps/write-predictions.ts";
import type { ServerOptions } from "./contract.ts";
import { Refusal } from "./error-replies.ts";
import { fileInside, newFileInside } from "./inside-root.ts";
import { takeJson } from "./json-body.ts";
import type { ServerMetrics } from "./metrics.ts";
import { routeSchemas } from "./schemas.ts";
import type { ServedModels } from "./served-models.ts";

const formats: Readonly<Record<string, PredictionFormat>> = {
  ".csv": "csv",
  ".parquet": "parquet",
  ".sgy": "segy",
  ".segy": "segy",
};

function pathsOf(body: unknown): { readonly input: string; readonly output: string } {
  const { input_path: input, output_path: output } = (
    typeof body === "object" && body !== null ? body : {}
  ) as Readonly<Record<string, unknown>>;
  if (typeof input === "string" && typeof output === "string") return { input, output };
  throw new Refusal(
    422,
    "paths-missing",
    "input_path and output_path are expected, both strings",
    'Send {"input_path": "in.sgy", "output_path": "out.csv"}.',
  );
}

/** `POST /batch_predict`: from file to file, within one folder; the output is there whole or not at all. */
export function batchRoute(
  app: FastifyInstance,
  {
    models,
    metrics,
    root,
    now,
  }: { readonly models: ServedModels; readonly metrics: ServerMetrics } & Pick<ServerOptions, "root" | "now">,
): void {
  takeJson(app);
  app.post("/batch_predict", { schema: routeSchemas.batchPredict }, async (request, reply) => {
    if (root === undefined)
      throw new Refusal(
        403,
        "batch-off",
        "this server was given no folder to read from",
        "Start it with --root FOLDER.",
      );
    const { input, output } = pathsOf(request.body);
    const format = formats[path.extname(output).toLowerCase()];
    if (!format)
      throw new Refusal(
        422,
        "output-format-unknown",
        "cannot tell what to write",
        "Let output_path end in .csv, .parquet or .sgy.",
      );
    models.requireProved();
    const from = await fileInside(root, input);
    const to = await newFileInside(root, output);
    if (from === to) throw new Refusal(422, "path-invalid", "input_path and output_path are the same file");
    // Nothing moves on the connection until all is written: that is no slow client. A test's request has no real one.
    const { socket } = request.raw;
    if (socket instanceof Socket) socket.setTimeout(0);
    const gone = new AbortController();
    reply.raw.once("close", () => {
      gone.abort();
    });
    const scoring = models.pool.openFile(from);
    const { bundle, sha256 } = scoring.model;
    try {
      const source = await openFileSource(from);
      const sink = await createFileSink(to);
      try {
        const segy = await openSegy(source);
        const predicted = await predictFileBlocks(bundle.model, segy, path.basename(from), {
          score: (traces, signal) => scoring.score(traces, signal),
          atOnce: models.pool.state().processes + 1,
          blockBytes: 1 << 20,
          signal: gone.signal,
        });
        const writer = await openPredictionWriter(
          sink,
          { ...predicted, withSurvey: false },
          format === "segy"
            ? { format, segy, codeVersion: bundle.lineage.codeVersion, signal: gone.signal }
            : { format },
        );
        const counts = new PredictionCounts(bundle.model.classes);
        for await (const block of predicted.blocks) {
          await writer.append(block);
          counts.add(block);
        }
        await writer.finish();
        await sink.commit();
        const summary = counts.summary();
        metrics.countClasses(summary);
        metrics.predicted(reply.elapsedTime / 1000);
        return await reply.send({
          status: "done",
          input_path: input,
          output_path: output,
          num_predictions: summary.examples - summary.unscored,
          num_unscored: summary.unscored,
          class_counts: summary.classCounts,
          model_version: sha256.slice(0, 12),
          timestamp: now(),
        });
      } catch (error) {
        await sink.abort();
        throw error;
      } finally {
        await source.close();
      }
    } finally {
      scoring.close();
    }
  });
}
