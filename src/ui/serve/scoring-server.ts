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

/** @throws ServerRefusal; TypeError where nobody answers */
export async function askServer(requestJson: string, signal: AbortSignal): Promise<TimedAnswer> {
  const began = performance.now();
  const response = await fetch(`${api}/predict`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: requestJson,
    signal,
  });
  if (!response.ok) throw await refusalIn(response);
  const body: unknown = await response.json();
  const milliseconds = performance.now() - began;
  return { answer: answerSchema.parse(body), milliseconds };
}

const healthSchema = z.looseObject({ status: z.string() });

const modelInfoSchema = z.looseObject({
  model_version: z.string(),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** What is at `/api/`. */
export type ServerState =
  /** Nobody passes anything on: no scoring server was configured. */
  | { readonly kind: "none" }
  /** One was configured, and does not answer, or is not ready. */
  | { readonly kind: "away"; readonly message: string; readonly advice?: string }
  | { readonly kind: "ready"; readonly info: ModelInfo; readonly requests: number | undefined };

/** Predictions so far, of all classes, from the server's metrics; undefined where it gives none. */
export function predictionsIn(metrics: string): number | undefined {
  let sum: number | undefined;
  for (const [, value] of metrics.matchAll(/^seismic_predictions_total(?:\{[^}]*\})? (\S+)/gm))
    sum = (sum ?? 0) + Number(value);
  return sum;
}

/** Asks what is at `/api/`. */
export async function lookForServer(signal: AbortSignal): Promise<ServerState> {
  let health: Response;
  try {
    health = await fetch(`${api}/health`, { signal, cache: "no-store" });
  } catch (error) {
    signal.throwIfAborted();
    return {
      kind: "away",
      message: `nobody answers (${error instanceof Error ? error.message : "no network"})`,
    };
  }
  // Where nothing is passed on, the app itself is what every path without a dot means.
  if (!isJson(health)) return { kind: "none" };
  if (!health.ok) {
    const { message, advice } = await refusalIn(health);
    return { kind: "away", message, ...(advice === undefined ? {} : { advice }) };
  }
  if (!healthSchema.safeParse(await health.json()).success) return { kind: "none" };
  const info = await fetch(`${api}/model_info`, { signal, cache: "no-store" });
  if (!info.ok) {
    const { message, advice } = await refusalIn(info);
    return { kind: "away", message, ...(advice === undefined ? {} : { advice }) };
  }
  const metrics = await fetch(`${api}/metrics`, { signal, cache: "no-store" });
  return {
    kind: "ready",
    info: modelInfoSchema.parse(await info.json()),
    requests: metrics.ok ? predictionsIn(await metrics.text()) : undefined,
  };
}
