import type { FastifySchema } from "fastify";

/** Shapes of requests and answers, for the OpenAPI document alone: what comes in is checked by the scoring stage itself. */

const number = { type: "number" } as const;
const integer = { type: "integer" } as const;
const text = { type: "string" } as const;
const list = (items: object): object => ({ type: "array", items });

const error = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message"],
      properties: {
        code: { ...text, description: "stable, kebab-case", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" },
        message: text,
        advice: { ...text, description: "what to do about it" },
        trace_index: { ...integer, description: "the trace of the request that is meant" },
      },
    },
  },
} as const;

/** What each status means, and one of the answers that have it. */
const meanings: Readonly<
  Record<number, readonly [meaning: string, code: string, message: string, advice: string]>
> = {
  400: [
    "the body is no JSON, or nested too deep",
    "body-not-json",
    'the body is no JSON: Unexpected token \'N\', "{"traces": [[NaN]]}" is not valid JSON',
    "NaN and Infinity are no JSON numbers either.",
  ],
  401: [
    "a key is asked for",
    "key-missing",
    "this server answers those who show a key",
    "Send Authorization: Bearer KEY.",
  ],
  403: [
    "not allowed",
    "host-not-allowed",
    "the request's Host is no name of this server",
    "Ask by localhost, or start the server with --allowed-hosts NAME or with keys.",
  ],
  413: [
    "the body is too large",
    "body-too-large",
    "Request body is too large",
    "Send fewer traces at once, or start the server with a larger --max-body-mib.",
  ],
  415: [
    "another content type is expected",
    "content-type-unknown",
    "Unsupported Media Type: text/plain",
    "Send application/json, or float32 as application/octet-stream.",
  ],
  422: [
    "what was sent does not fit the model; the message says what is expected",
    "request-empty",
    "there is no trace to score",
    "Send at least one trace.",
  ],
  429: [
    "too many requests by this key",
    "too-many-requests",
    "Rate limit exceeded, retry in 1 minute",
    "Wait as long as Retry-After says.",
  ],
  500: [
    "the server failed",
    "internal-error",
    "the server failed; its log says why",
    "Tell whoever runs it.",
  ],
  503: [
    "too busy, or about to stop: come again after Retry-After seconds",
    "too-busy",
    "more is asked than can be answered in time",
    "Come again in a moment.",
  ],
};

const seconds = (description: string): object => ({ ...integer, description });
const headersOf: Readonly<Record<number, Readonly<Record<string, object>>>> = {
  429: {
    "Retry-After": seconds("seconds until the next minute begins"),
    "RateLimit-Limit": { ...integer, description: "requests that this key may make in a minute" },
    "RateLimit-Remaining": { ...integer, description: "of those, how many are left" },
    "RateLimit-Reset": seconds("seconds until the next minute begins"),
  },
  503: { "Retry-After": seconds("seconds to wait") },
};

const refusals = (...statuses: readonly number[]): Record<string, object> =>
  Object.fromEntries(
    [401, 403, 500, 503, ...statuses].map((status) => {
      const [description, code, message, advice] = meanings[status]!;
      const headers = headersOf[status];
      const example = { error: { code, message, advice } };
      return [
        status,
        {
          description,
          ...(headers && { headers }),
          content: { "application/json": { schema: error, example } },
        },
      ];
    }),
  );

const json = (description: string, schema: object): object => ({
  description,
  content: { "application/json": { schema } },
});

const scores = {
  type: "object",
  required: ["accuracy", "macro_f1", "balanced_accuracy"],
  properties: { accuracy: number, macro_f1: number, balanced_accuracy: number },
};

const traces = {
  type: "array",
  minItems: 1,
  description: "one array a trace, each of exactly input.samples finite numbers (see /model_info)",
  items: { type: "array", items: number },
};

const prediction = {
  type: "object",
  required: ["trace_id", "predicted_class", "predicted_class_name", "probabilities", "confidence"],
  properties: {
    trace_id: { ...integer, description: "position in the request" },
    predicted_class: { ...integer, description: "position in the model's classes" },
    predicted_class_name: text,
    probabilities: {
      type: "object",
      additionalProperties: number,
      description: "by class name; they sum to 1",
    },
    confidence: { ...number, description: "probability of the predicted class" },
    embeddings: { ...list(number), description: "where they were asked for" },
  },
};

export const routeSchemas = {
  root: {
    operationId: "getRoot",
    summary: "What this is",
    response: {
      200: json("where to go from here", {
        type: "object",
        required: ["service", "version", "model_version", "endpoints"],
        properties: { service: text, version: text, model_version: text, endpoints: list(text) },
      }),
      ...refusals(),
    },
  },
  live: {
    operationId: "getLive",
    summary: "Liveness",
    description: "Answers as long as the process does.",
    security: [],
    response: { 200: json("alive", { type: "object", properties: { status: text } }) },
  },
  ready: {
    operationId: "getReady",
    summary: "Readiness",
    description:
      "Whether the golden windows of the bundle were reproduced at the last proof, and scoring processes are there.",
    security: [],
    response: {
      200: json("ready", { type: "object", properties: { status: text, model_version: text } }),
      503: refusals()["503"],
    },
  },
  health: {
    operationId: "getHealth",
    summary: "Health, in the shape of the first server",
    response: {
      200: json("healthy: the golden windows were reproduced at the last proof", {
        type: "object",
        required: ["status", "model_loaded", "model_version", "timestamp"],
        properties: {
          status: { enum: ["healthy", "unhealthy"] },
          model_loaded: { type: "boolean" },
          model_version: text,
          timestamp: { ...text, format: "date-time" },
          reason: text,
        },
      }),
      ...refusals(),
    },
  },
  modelInfo: {
    operationId: "getModelInfo",
    summary: "The model in use, and its scores beside chance",
    response: {
      200: json("the model", {
        type: "object",
        required: ["model_version", "model_type", "classes", "num_features", "input", "evaluation"],
        properties: {
          model_version: text,
          model_type: text,
          sha256: text,
          content_sha256: text,
          loaded_at: text,
          code_version: text,
          classes: list(text),
          num_features: integer,
          feature_names: list(text),
          signature: { type: "object" },
          input: {
            type: "object",
            description: "what each trace of a request has to be",
            properties: {
              extent: text,
              samples: integer,
              intervalMs: number,
              verticalUnit: text,
              haloTraces: integer,
              haloSamples: integer,
              needsTime: { type: "boolean" },
            },
          },
          evaluation: {
            allOf: [
              scores,
              {
                type: "object",
                properties: {
                  weighted_f1: number,
                  examples: integer,
                  inflated: { type: "boolean" },
                  majority: scores,
                  time_only: scores,
                },
              },
            ],
          },
        },
      }),
      ...refusals(),
    },
  },
  predict: {
    operationId: "predict",
    summary: "Score traces",
    description:
      "As JSON, or as little-endian float32 `[traces, input.samples]` without a header (application/octet-stream); " +
      "`Accept: application/octet-stream` gets the probabilities as float32 `[traces, classes]`, with the class names in x-classes.",
    consumes: ["application/json", "application/octet-stream"],
    body: {
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["traces"],
            properties: {
              traces,
              include_embeddings: { type: "boolean", default: false },
              metadata: {
                type: "object",
                properties: {
                  start_ms: {
                    oneOf: [number, list(number)],
                    description:
                      "of the first sample of all traces, or of each; needed where input.needsTime",
                  },
                },
              },
            },
          },
        },
        "application/octet-stream": { schema: { type: "string", format: "binary" } },
      },
    },
    querystring: {
      type: "object",
      properties: { start_ms: { ...number, description: "of the first sample, for a binary body" } },
    },
    response: {
      200: {
        description: "one prediction a trace, in the order of the request",
        content: {
          "application/json": {
            schema: {
              type: "object",
              required: ["predictions", "timestamp", "model_version", "num_features"],
              properties: {
                predictions: list(prediction),
                timestamp: { ...text, format: "date-time" },
                model_version: text,
                num_features: integer,
              },
            },
          },
          "application/octet-stream": { schema: { type: "string", format: "binary" } },
        },
      },
      ...refusals(400, 413, 415, 422, 429),
    },
  },
  predictSegy: {
    operationId: "predictSegy",
    summary: "Score a SEG-Y file",
    description: "The answer streams while the file is scored, all windows of all traces.",
    consumes: ["application/octet-stream"],
    body: { content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } },
    querystring: {
      type: "object",
      properties: {
        format: {
          enum: ["csv", "arrow", "segy"],
          description: "or by Accept: text/csv, application/vnd.apache.arrow.stream",
        },
      },
    },
    response: {
      200: {
        description: "the predictions",
        content: {
          "text/csv": { schema: text },
          "application/vnd.apache.arrow.stream": { schema: { type: "string", format: "binary" } },
          "application/octet-stream": { schema: { type: "string", format: "binary" } },
        },
      },
      ...refusals(400, 413, 415, 422, 429),
    },
  },
  batchPredict: {
    operationId: "batchPredict",
    summary: "Score a SEG-Y file that lies on the server",
    description:
      "Both paths are within the folder that the server was given with --root. CSV, Parquet or SEG-Y by the output's ending.",
    consumes: ["application/json"],
    body: {
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["input_path", "output_path"],
            properties: { input_path: text, output_path: text },
          },
        },
      },
    },
    response: {
      200: json("what was written", {
        type: "object",
        required: ["status", "input_path", "output_path", "num_predictions", "model_version", "timestamp"],
        properties: {
          status: text,
          input_path: text,
          output_path: text,
          num_predictions: integer,
          num_unscored: integer,
          class_counts: { type: "object", additionalProperties: integer },
          model_version: text,
          timestamp: { ...text, format: "date-time" },
        },
      }),
      ...refusals(400, 413, 415, 422, 429),
    },
  },
  reload: {
    operationId: "reloadBundle",
    summary: "Read the bundle's file again",
    description:
      "For a key of an administrator. A bundle that does not prove itself is refused, and the one in use goes on.",
    response: {
      200: json("the bundle in use now", {
        type: "object",
        properties: { model_version: text, loaded_at: { ...text, format: "date-time" } },
      }),
      ...refusals(422, 429),
    },
  },
  metrics: {
    operationId: "getMetrics",
    summary: "Metrics for Prometheus",
    response: {
      200: { description: "text exposition format", content: { "text/plain": { schema: text } } },
      ...refusals(),
    },
  },
} as unknown as Readonly<
  Record<
    | "root"
    | "live"
    | "ready"
    | "health"
    | "modelInfo"
    | "predict"
    | "predictSegy"
    | "batchPredict"
    | "reload"
    | "metrics",
    FastifySchema
  >
>;
