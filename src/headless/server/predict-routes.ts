import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { predictedClasses } from "../../pipeline/evaluation/contract.ts";
import {
  answerOf,
  readBinaryRequest,
  readScoreRequest,
  scoreWindows,
  type ScoreRequest,
} from "../../pipeline/serving/contract.ts";
import { PredictionCounts } from "../../pipeline/steps/write-predictions.ts";
import type { Float64Matrix } from "../../quantities/matrix.ts";
import type { ServedModel, ServerOptions } from "./contract.ts";
import { Refusal } from "./error-replies.ts";
import { takeJson } from "./json-body.ts";
import type { ServerMetrics } from "./metrics.ts";
import { routeSchemas } from "./schemas.ts";
import type { ServedModels } from "./served-models.ts";

/** So much is scored at once in this process, in well under a millisecond; more would keep others waiting. */
const fewTraces = 16;
const binary = "application/octet-stream";

const isBinary = (type: string | undefined): boolean =>
  type?.split(";", 1)[0]!.trim().toLowerCase() === binary;

/** @throws Refusal 422 `request-start-invalid` */
function startOf(request: FastifyRequest): number | undefined {
  const { start_ms: given } = request.query as Readonly<Record<string, unknown>>;
  if (given === undefined) return undefined;
  const start = typeof given === "string" && given.trim() !== "" ? Number(given) : NaN;
  if (Number.isFinite(start)) return start;
  throw new Refusal(422, "request-start-invalid", "start_ms is to be one number", "Send ?start_ms=0.");
}

export function predictRoute(
  app: FastifyInstance,
  {
    models,
    metrics,
    now,
  }: { readonly models: ServedModels; readonly metrics: ServerMetrics } & Pick<ServerOptions, "now">,
): void {
  takeJson(app);
  app.addContentTypeParser(binary, { parseAs: "buffer" }, async (_request: unknown, body: Buffer) => body);

  app.post("/predict", { schema: routeSchemas.predict }, async (request, reply) => {
    models.requireProved();
    // One model from the first look at the request to its answer, whatever is loaded meanwhile.
    const served = models.current;
    const { model } = served.bundle;
    const { body } = request;
    const asked: ScoreRequest = Buffer.isBuffer(body)
      ? readBinaryRequest(
          model,
          new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.length),
          startOf(request),
        )
      : readScoreRequest(model, body);
    const { windows, startMs } = asked;
    const probabilities =
      windows.rows <= fewTraces
        ? scoreWindows(model, windows, startMs)
        : await models.pool.score(windows, startMs);
    const answer = isBinary(request.headers.accept)
      ? sendBinary(reply, served, probabilities)
      : reply
          .type("application/json; charset=utf-8")
          .send(
            JSON.stringify(
              answerOf(model, asked, probabilities, { timestamp: now(), modelVersion: served.version }),
            ),
          );
    const counts = new PredictionCounts(model.classes);
    counts.add({ rows: windows.rows, classIndex: predictedClasses(probabilities) });
    metrics.countClasses(counts.summary());
    metrics.predicted(reply.elapsedTime / 1000);
    return answer;
  });
}

/** float32, little-endian, `[traces, classes]`; NaN where a trace could not be scored. */
function sendBinary(
  reply: FastifyReply,
  { bundle, version }: ServedModel,
  { data }: Float64Matrix,
): FastifyReply {
  const floats = Float32Array.from(data);
  return reply
    .type(binary)
    .header("x-classes", JSON.stringify(bundle.model.classes).replace(/[\u007f-\uffff]/g, escaped))
    .header("x-model-version", version)
    .send(Buffer.from(floats.buffer));
}

/** Headers are ASCII; JSON has its own way to say the rest. */
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
