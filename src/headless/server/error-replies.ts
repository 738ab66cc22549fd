import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GeophoneError } from "../../pipeline/errors.ts";

/** What every refusal and failure looks like. */
interface ErrorBody {
  readonly error: {
    /** Stable, kebab-case. */
    readonly code: string;
    readonly message: string;
    readonly advice?: string;
    readonly trace_index?: number;
  };
}

/** A refusal that the server itself makes. */
export class Refusal extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
    readonly advice?: string,
  ) {
    super(message);
  }
}

/** After a 503. */
export const retryAfterSeconds = 1;
/** The work cannot be done now, but soon, or elsewhere. */
const busyCodes = new Set(["queue-full", "pool-closed", "no-scorers", "scorer-lost"]);

/** What Fastify itself refuses, in our words. */
const httpFaults: Readonly<Record<string, readonly [code: string, advice: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    "body-too-large",
    "Send fewer traces at once, or start the server with a larger --max-body-mib.",
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    "content-type-unknown",
    "Send application/json, or float32 as application/octet-stream.",
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["body-empty", 'Send {"traces": [[…]]}.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["content-length-wrong", "Send as many bytes as Content-Length says."],
  FST_ERR_CTP_INVALID_JSON_BODY: ["body-not-json", "Send a JSON object."],
  FST_ERR_BAD_URL: ["url-invalid", "See /openapi.json for what there is."],
};

interface Told {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly advice?: string | undefined;
  readonly traceIndex?: number | undefined;
}

function tell(error: unknown): Told {
  if (error instanceof Refusal) {
    const { statusCode: status, code, message, advice } = error;
    return { status, code, message, advice };
  }
  if (error instanceof GeophoneError) {
    const { code, message, advice, place } = error;
    const status = error.kind === "input" ? 422 : busyCodes.has(code) ? 503 : 500;
    return { status, code, message, advice, traceIndex: place.traceIndex };
  }
  // Nobody is there to read it, and the server did nothing wrong.
  if (error instanceof Error && error.name === "AbortError")
    return { status: 499, code: "client-gone", message: "whoever asked left before the answer" };
  const { statusCode, code, message } = error as Partial<FastifyError> & Error;
  const known = httpFaults[code ?? ""];
  if (known) return { status: statusCode ?? 400, code: known[0], message, advice: known[1] };
  if (statusCode === 429)
    return { status: 429, code: "too-many-requests", message, advice: "Wait as long as Retry-After says." };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: "request-invalid", message };
  // What is wrong inside stays inside: the log has it.
  return {
    status: 500,
    code: "internal-error",
    message: "the server failed; its log says why",
    advice: "Tell whoever runs it.",
  };
}

export function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, code, message, advice, traceIndex } = tell(error);
  if (status >= 500 && status !== 503) reply.log.error({ err: error }, "request failed");
  if (status === 503) void reply.header("retry-after", String(retryAfterSeconds));
  const body: ErrorBody = {
    error: {
      code,
      message,
      ...(advice !== undefined && { advice }),
      ...(traceIndex !== undefined && { trace_index: traceIndex }),
    },
  };
  return reply.code(status).type("application/json; charset=utf-8").send(JSON.stringify(body));
}

/** The body of a refusal that is not made by a route. */
export function errorBodyOf({ code, message, advice }: Refusal): string {
  const body: ErrorBody = { error: { code, message, ...(advice !== undefined && { advice }) } };
  return JSON.stringify(body);
}

/** Every 4xx and 5xx has a code, those of unknown addresses and methods too. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => sendError(reply, error));
  app.setNotFoundHandler((request: FastifyRequest, reply) => {
    const path = request.url.split("?", 1)[0]!;
    const methods = (["GET", "POST"] as const).filter((method) => app.hasRoute({ method, url: path }));
    if (methods.length === 0)
      return sendError(
        reply,
        new Refusal(
          404,
          "route-unknown",
          `there is no ${path.slice(0, 200)}`,
          "See /openapi.json for what there is.",
        ),
      );
    void reply.header("allow", methods.join(", "));
    return sendError(
      reply,
      new Refusal(405, "method-not-allowed", `${path} takes ${methods.join(" and ")}`, "See /openapi.json."),
    );
  });
}
