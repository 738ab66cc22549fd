import { z } from "zod";

/** Same-origin: whoever serves the app passes what is below on to `geophone serve`, without the prefix. */
const api = "/api";

const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), advice: z.string().optional() }),
});

const answerSchema = z.object({
  predictions: z.array(
    z.object({
      predicted_class_name: z.string(),
      probabilities: z.record(z.string(), z.number()),
      confidence: z.number(),
    }),
  ),
  model_version: z.string(),
  num_features: z.number(),
});
export type ServerAnswer = z.infer<typeof answerSchema>;

/** A server that answers, but not with what was asked for. */
export class ServerRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly advice?: string,
  ) {
    super(message);
    this.name = "ServerRefusal";
  }
}

const isJson = (response: Response): boolean =>
  response.headers.get("content-type")?.includes("json") === true;

async function refusalIn(response: Response): Promise<ServerRefusal> {
  const parsed = isJson(response) ? errorSchema.safeParse(await response.json()) : undefined;
  if (parsed?.success) {
    const { code, message, advice } = parsed.data.error;
    return new ServerRefusal(code, message, advice);
  }
  return new ServerRefusal("unexpected-answer", `the server answered ${response.status}`);
}

export interface TimedAnswer {
  readonly answer: ServerAnswer;
  /** From sending to the last byte of the answer. */
  readonly milliseconds: number;
}

const withKey = (key: string): Record<string, string> =>
  key === "" ? {} : { Authorization: `Bearer ${key}` };

/** @throws ServerRefusal; TypeError where nobody answers */
export async function askServer(requestJson: string, key: string, signal: AbortSignal): Promise<TimedAnswer> {
  const began = performance.now();
  const response = await fetch(`${api}/predict`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...withKey(key) },
    body: requestJson,
    signal,
  });
  if (!response.ok) throw await refusalIn(response);
  const body: unknown = await response.json();
  const milliseconds = performance.now() - began;
  return { answer: answerSchema.parse(body), milliseconds };
}

const scoresSchema = z.object({ accuracy: z.number(), macro_f1: z.number() });
const modelInfoSchema = z.object({
  model_version: z.string(),
  model_type: z.string(),
  /** Of the zip. */
  sha256: z.string(),
  /** Of what scores and judges in it; older servers do not say. */
  content_sha256: z.string().optional(),
  loaded_at: z.string(),
  classes: z.array(z.string()),
  num_features: z.number(),
  evaluation: scoresSchema.extend({
    inflated: z.boolean(),
    majority: scoresSchema,
    time_only: scoresSchema,
  }),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** What is at `/api/`. */
export type ServerState =
  /** Nobody passes anything on: no scoring server was configured. */
  | { readonly kind: "none" }
  /** One was configured, and does not answer, or is not ready. */
  | { readonly kind: "away"; readonly message: string; readonly advice?: string }
  /** It answers those who show a key. */
  | { readonly kind: "locked"; readonly message: string }
  | { readonly kind: "ready"; readonly info: ModelInfo; readonly predictions: number | undefined };

/** Predictions so far, of all classes, from the server's metrics; undefined where it gives none. */
function predictionsIn(metrics: string): number | undefined {
  let sum: number | undefined;
  for (const [, value] of metrics.matchAll(/^seismic_predictions_total(?:\{[^}]*\})? (\S+)/gm))
    sum = (sum ?? 0) + Number(value);
  return sum;
}

async function stateOfRefusal(response: Response): Promise<ServerState> {
  const { message, advice } = await refusalIn(response);
  if (response.status === 401) return { kind: "locked", message };
  return { kind: "away", message, ...(advice === undefined ? {} : { advice }) };
}

/** Asks what is at `/api/`. @param key that the person gave, or "" */
export async function lookForServer(key: string, signal: AbortSignal): Promise<ServerState> {
  const ask = (path: string): Promise<Response> =>
    fetch(`${api}${path}`, { signal, cache: "no-store", headers: withKey(key) });
  try {
    const health = await ask("/health");
    // Where nothing is passed on, the app itself is what every path without a dot means.
    if (!isJson(health)) return { kind: "none" };
    if (!health.ok) return await stateOfRefusal(health);
    const info = await ask("/model_info");
    if (!info.ok) return await stateOfRefusal(info);
    const metrics = await ask("/metrics");
    const predictions = metrics.ok ? predictionsIn(await metrics.text()) : undefined;
    return { kind: "ready", info: modelInfoSchema.parse(await info.json()), predictions };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof z.ZodError)
      return { kind: "away", message: "what answers at /api/ is no scoring server of this kind" };
    return { kind: "away", message: "nobody answers at /api/" };
  }
}
