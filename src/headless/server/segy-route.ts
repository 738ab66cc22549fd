import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SegyAnswerFormat } from "../../adapters/node/scoring/contract.ts";
import type { ServerOptions } from "./contract.ts";
import { Refusal } from "./error-replies.ts";
import type { ServerMetrics } from "./metrics.ts";
import { routeSchemas } from "./schemas.ts";
import type { ServedModels } from "./served-models.ts";

const byAccept: readonly (readonly [type: string, format: SegyAnswerFormat])[] = [
  ["text/csv", "csv"],
  ["application/vnd.apache.arrow.stream", "arrow"],
  ["application/octet-stream", "segy"],
];

/** @throws Refusal 422 `format-unknown` */
function formatOf(request: FastifyRequest): SegyAnswerFormat {
  const { format } = request.query as Readonly<Record<string, unknown>>;
  if (format === "csv" || format === "arrow" || format === "segy") return format;
  if (format !== undefined)
    throw new Refusal(422, "format-unknown", "the format is to be csv, arrow or segy", "Send ?format=csv.");
  const accept = request.headers.accept ?? "";
  return byAccept.find(([type]) => accept.includes(type))?.[1] ?? "csv";
}

const tooLarge = (bytes: number): Refusal =>
  new Refusal(
    413,
    "body-too-large",
    `the file is larger than ${bytes} bytes`,
    "Score it with geophone predict, or start the server with a larger --max-segy-mib.",
  );

/** Counts what comes, in chunks too, and stops at the bound. */
function bounded(most: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > most) done(tooLarge(most));
      else done(null, chunk);
    },
  });
}

/** `POST /predict/segy`: the file is kept on disk while it is scored, and its answer streams. */
export function segyRoute(
  app: FastifyInstance,
  {
    models,
    metrics,
    maxSegyBytes,
  }: { readonly models: ServedModels; readonly metrics: ServerMetrics } & Pick<ServerOptions, "maxSegyBytes">,
): void {
  app.removeAllContentTypeParsers();
  // Whatever it is called, it is read as SEG-Y; and never into memory.
  app.addContentTypeParser("*", (_request, payload, done) => {
    done(null, payload);
  });
  app.post(
    "/predict/segy",
    { schema: routeSchemas.predictSegy, bodyLimit: Number.MAX_SAFE_INTEGER },
    async (request, reply) => {
      const format = formatOf(request);
      models.requireProved();
      if (Number(request.headers["content-length"] ?? 0) > maxSegyBytes) throw tooLarge(maxSegyBytes);
      if (!(request.body instanceof Readable))
        throw new Refusal(400, "body-empty", "the body is empty", "Send a SEG-Y file as the body.");
      const folder = await mkdtemp(path.join(tmpdir(), "geophone-segy-"));
      const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
      const gone = new AbortController();
      reply.raw.once("close", () => {
        gone.abort();
      });
      try {
        const file = path.join(folder, "body.sgy");
        await pipeline(request.body, bounded(maxSegyBytes), createWriteStream(file), { signal: gone.signal });
        const answer = await models.pool.scoreSegy(file, { format, name: "the body", signal: gone.signal });
        const stream = Readable.from(answer.bytes, { objectMode: false });
        stream.once("close", () => {
          // What was given before somebody left was given.
          metrics.countClasses(answer.counted());
          if (stream.readableEnded) metrics.predicted(reply.elapsedTime / 1000);
          void remove();
        });
        return await reply
          .type(answer.contentType)
          .header("x-model-version", answer.sha256.slice(0, 12))
          .send(stream);
      } catch (error) {
        await remove();
        throw error;
      }
    },
  );
}
