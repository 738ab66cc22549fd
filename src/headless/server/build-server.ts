import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import Fastify, { LogController, type FastifyInstance } from "fastify";
import { guardAccess } from "./access.ts";
import { batchRoute } from "./batch-route.ts";
import type { ServedModel, ServerOptions } from "./contract.ts";
import { answerErrors, sendError } from "./error-replies.ts";
import { FrontDoor, watchingRoutes } from "./front-door.ts";
import { infoRoutes } from "./info-routes.ts";
import { ServerMetrics } from "./metrics.ts";
import { OpenApiDocument } from "./openapi-document.ts";
import { predictRoute } from "./predict-routes.ts";
import { segyRoute } from "./segy-route.ts";
import { ServedModels } from "./served-models.ts";

export interface ScoringServer {
  readonly app: FastifyInstance;
  readonly models: ServedModels;
  /** Reads bundle and keys again; what is in use stays where it fails. */
  reload(): Promise<ServedModel>;
  /** From now on each answer is the last on its connection, and the server says that it is not ready. */
  beginDraining(): void;
  close(): Promise<void>;
}

/**
 * Everything but the listening. The bundle is proved before this resolves.
 * @throws InputError as `readBundle` raises; JobError `model-not-proved`
 */
export async function buildServer(options: ServerOptions): Promise<ScoringServer> {
  const { keys, now, codeVersion, root, maxBodyBytes, maxSegyBytes, requestsPerMinute, requestTimeoutMs } =
    options;
  const door = new FrontDoor({
    requestTimeoutMs,
    onRefused: (status, path, method) => {
      const route =
        path !== undefined && app.hasRoute({ method: method === "POST" ? "POST" : "GET", url: path });
      metrics.answered(route ? path : "none", method ?? "none", status);
    },
  });
  const app = Fastify({
    logger: options.logLevel === "silent" ? false : { level: options.logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    serverFactory: (handler) => door.serve(handler),
    forceCloseConnections: true,
    // We say ourselves when it is over.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => "",
    clientErrorHandler: (error, socket) => {
      door.onClientError(error, socket);
    },
    frameworkErrors: (error, _request, reply) => {
      void sendError(reply, error);
    },
  });
  // Requests are checked by the scoring stage, in one pass and in its own words; schemas are for the OpenAPI document.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  // Made before the models, which tell it of their scorers.
  let models: ServedModels | undefined = undefined;
  const whyNotReady = (): string | undefined =>
    door.draining
      ? "the server is about to stop"
      : (models?.whyNotReady() ?? (models ? undefined : "starting"));
  const idle = {
    processes: 0,
    alive: 0,
    busy: 0,
    pids: [],
    waiting: 0,
    waitingBytes: 0,
    segy: 0,
    closing: false,
  };
  const metrics = new ServerMetrics(
    () => models?.pool.state() ?? idle,
    () => whyNotReady() === undefined,
    () =>
      new Promise((resolve) => {
        app.server.getConnections((error, count) => {
          resolve(error ? 0 : count);
        });
      }),
  );
  const served = await ServedModels.start(options, (event) => {
    metrics.heard(event);
    if (event.kind === "scorer-lost") app.log.warn(event, "a scoring process was lost");
  });
  models = served;
  metrics.serves(served.current);

  const reload = async (): Promise<ServedModel> => {
    try {
      await keys?.reload();
      const now = await served.reload();
      metrics.serves(now);
      metrics.reloaded("replaced");
      app.log.info({ model_version: now.version }, "bundle replaced");
      return now;
    } catch (error) {
      metrics.reloaded("refused");
      app.log.error({ err: error }, "bundle refused; the one in use goes on");
      throw error;
    }
  };

  answerErrors(app);
  guardAccess(app, { allowedHosts: options.allowedHosts, ...(keys && { keys }) });
  app.addHook("onSend", async (_request, reply) => {
    void reply.header("x-content-type-options", "nosniff");
    if (door.draining) void reply.header("connection", "close");
  });
  app.addHook("onResponse", async (request, reply) => {
    metrics.answered(request.routeOptions.url ?? "none", request.method, reply.statusCode);
  });
  if (requestsPerMinute !== undefined)
    await app.register(rateLimit, {
      max: requestsPerMinute,
      timeWindow: 60_000,
      hook: "preParsing",
      keyGenerator: (request) => request.keyHolder?.name ?? request.ip,
      // RateLimit-Limit, -Remaining, -Reset (draft 6 of the HTTP working group), and Retry-After with 429.
      enableDraftSpec: true,
      allowList: (request: { routeOptions: { url?: string } }) =>
        watchingRoutes.has(request.routeOptions.url ?? ""),
    });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Geophone scoring server",
        version: codeVersion,
        description:
          "Raw seismic traces in, classes and probabilities out, as the browser and the command line give them.",
      },
      ...(keys && {
        components: { securitySchemes: { key: { type: "http" as const, scheme: "bearer" } } },
        security: [{ key: [] }],
      }),
    },
  });
  const openApi = new OpenApiDocument(app, codeVersion);
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    // Its own files, the one style that it puts in, and this server, nothing else; no upgrade to https, which a machine in the field may not speak.
    staticCSP:
      "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'",
    // The page's addresses are relative to a folder: behind a prefix too.
    uiHooks: {
      onRequest: (request, reply, next) => {
        if (request.url.split("?", 1)[0] === "/docs") void reply.redirect("docs/");
        // What the page then reads is there.
        else
          openApi.of(served.current).then(() => {
            next();
          }, next);
      },
    },
    uiConfig: { validatorUrl: null, tryItOutEnabled: true },
    theme: {
      title: "Geophone scoring server",
      css: [{ filename: "plain.css", content: ".swagger-ui .topbar { display: none }" }],
    },
    // The page reads its own copy, one folder below.
    transformSpecificationClone: false,
    transformSpecification: (document) => openApi.forPage() ?? document,
  });
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) =>
    reply.type("application/json; charset=utf-8").send(await openApi.text(served.current)),
  );

  const house = {
    models: served,
    metrics,
    now,
    codeVersion,
    whyNotReady,
    reload,
    maxSegyBytes,
    ...(root !== undefined && { root }),
  };
  await app.register(async (scope) => {
    infoRoutes(scope, house);
  });
  await app.register(async (scope) => {
    predictRoute(scope, house);
  });
  await app.register(async (scope) => {
    segyRoute(scope, house);
  });
  await app.register(async (scope) => {
    batchRoute(scope, house);
  });
  await app.ready();
  return {
    app,
    models: served,
    reload,
    beginDraining: () => {
      door.draining = true;
    },
    close: async () => {
      await app.close();
      await served.close();
    },
  };
}
