import type { FastifyInstance } from "fastify";
import type { Scores } from "../../pipeline/evaluation/contract.ts";
import { requireAdmin } from "./access.ts";
import type { ServedModel, ServerOptions } from "./contract.ts";
import { Refusal } from "./error-replies.ts";
import { weightedF1, type ServerMetrics } from "./metrics.ts";
import { routeSchemas } from "./schemas.ts";
import type { ServedModels } from "./served-models.ts";

const scoresOf = ({ accuracy, macroF1, balancedAccuracy }: Scores): object => ({
  accuracy,
  macro_f1: macroF1,
  balanced_accuracy: balancedAccuracy,
});

export function infoOf({ bundle, sha256, version, loadedAt }: ServedModel): object {
  const { model, evaluation, lineage, signature } = bundle;
  const { majority, timeOnly } = evaluation.baselines;
  return {
    model_version: version,
    model_type: model.classifier.family,
    sha256,
    content_sha256: bundle.contentSha256,
    loaded_at: loadedAt,
    code_version: lineage.codeVersion,
    classes: model.classes,
    num_features: model.featureColumns.length,
    feature_names: model.featureColumns,
    signature,
    input: model.input,
    evaluation: {
      ...scoresOf(evaluation),
      weighted_f1: weightedF1(evaluation),
      examples: evaluation.examples,
      inflated: evaluation.inflated,
      majority: scoresOf(majority),
      time_only: scoresOf(timeOnly),
    },
  };
}

export const rootOf = ({ version }: ServedModel, codeVersion: string): object => ({
  service: "Geophone scoring server",
  version: codeVersion,
  model_version: version,
  endpoints: [
    "/health",
    "/live",
    "/ready",
    "/model_info",
    "/predict",
    "/predict/segy",
    "/batch_predict",
    "/metrics",
    "/openapi.json",
    "/docs",
  ],
});

/** @param reason why it is not healthy; absent where it is */
export const healthOf = ({ version }: ServedModel, timestamp: string, reason?: string): object => ({
  status: reason === undefined ? "healthy" : "unhealthy",
  model_loaded: true,
  model_version: version,
  timestamp,
  ...(reason !== undefined && { reason, error: { code: "not-ready", message: reason } }),
});

export interface InfoHouse extends Pick<ServerOptions, "now" | "codeVersion"> {
  readonly models: ServedModels;
  readonly metrics: ServerMetrics;
  /** Why no requests should come; undefined where they should. */
  readonly whyNotReady: () => string | undefined;
  readonly reload: () => Promise<ServedModel>;
}

/** What the server is and how it does. */
export function infoRoutes(
  app: FastifyInstance,
  { models, metrics, whyNotReady, reload, now, codeVersion }: InfoHouse,
): void {
  app.get("/", { schema: routeSchemas.root }, async () => rootOf(models.current, codeVersion));
  app.get("/live", { schema: routeSchemas.live }, async () => ({ status: "alive" }));
  app.get("/ready", { schema: routeSchemas.ready }, async () => {
    const why = whyNotReady();
    if (why !== undefined) throw new Refusal(503, "not-ready", why, "Ask another server, or come again.");
    return { status: "ready", model_version: models.current.version };
  });
  app.get("/health", { schema: routeSchemas.health }, async (_request, reply) => {
    const reason = whyNotReady();
    if (reason !== undefined) void reply.code(503).header("retry-after", "1");
    return healthOf(models.current, now(), reason);
  });
  app.get("/model_info", { schema: routeSchemas.modelInfo }, async () => infoOf(models.current));
  app.get("/metrics", { schema: routeSchemas.metrics }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.post("/admin/reload", { schema: routeSchemas.reload }, async (request) => {
    requireAdmin(request);
    const { version, loadedAt } = await reload();
    return { model_version: version, loaded_at: loadedAt };
  });
}
