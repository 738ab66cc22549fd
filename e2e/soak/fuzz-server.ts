import { z } from "zod";
import { seededRandom } from "../../src/numerics/random.ts";
import { HttpConnection, requestBytes } from "../support/load/http-connection.ts";
import type { ScoringServer } from "../support/serve.ts";
import { fuzzedBytes, fuzzedJson, type FuzzedBody, type JsonSchema } from "./openapi-bodies.ts";

const connections = 8;

const mediaSchema = z.object({ schema: z.custom<JsonSchema>().optional() });
const documentSchema = z.object({
  openapi: z.string().startsWith("3.1"),
  paths: z.record(
    z.string(),
    z.object({
      post: z
        .object({ requestBody: z.object({ content: z.record(z.string(), mediaSchema) }).optional() })
        .optional(),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.custom<JsonSchema>()) }).optional(),
});

const errorSchema = z.object({
  error: z.looseObject({ code: z.string().min(1), message: z.string().min(1) }),
});

interface FuzzTarget {
  readonly path: string;
  readonly make: (random: ReturnType<typeof seededRandom>) => FuzzedBody;
}

type References = Readonly<Record<string, JsonSchema>>;

/** Without `$ref`, as OpenAPI documents of Fastify have few and no circles. */
function resolved(schema: unknown, references: References): unknown {
  if (Array.isArray(schema)) return schema.map((one: unknown) => resolved(one, references));
  if (typeof schema !== "object" || schema === null) return schema;
  const name = "$ref" in schema ? String(schema.$ref).split("/").at(-1) : undefined;
  if (name !== undefined) return resolved(references[name], references);
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]: [string, unknown]) => [key, resolved(value, references)]),
  );
}

/** The document says in words how long a trace is, since it is one for all models: here as a schema. */
function ofLength(schema: JsonSchema, samples: number): JsonSchema {
  const { traces } = schema.properties ?? {};
  if (!traces?.items) return schema;
  const items = { ...traces.items, minItems: samples, maxItems: samples };
  return { ...schema, properties: { ...schema.properties, traces: { ...traces, items } } };
}

/** Every POST route of the document with every kind of body that it takes. */
async function targetsOf(url: string): Promise<FuzzTarget[]> {
  const document = documentSchema.parse(await (await fetch(`${url}/openapi.json`)).json());
  const info = z
    .looseObject({ input: z.looseObject({ samples: z.number() }) })
    .parse(await (await fetch(`${url}/model_info`)).json());
  const { samples } = info.input;
  const rowBytes = 4 * samples;
  return Object.entries(document.paths).flatMap(([path, { post }]) =>
    Object.entries(post?.requestBody?.content ?? {}).map(([type, { schema }]): FuzzTarget => {
      const whole = ofLength(
        resolved(schema ?? {}, document.components?.schemas ?? {}) as JsonSchema,
        samples,
      );
      return type.includes("json")
        ? { path, make: (random) => fuzzedJson(whole, random) }
        : { path, make: (random) => fuzzedBytes(rowBytes, type, random) };
    }),
  );
}

export interface FuzzOutcome {
  /** Bodies that got an answer that is allowed. */
  readonly answered: number;
  /** How often each status and code was given. */
  readonly codes: ReadonlyMap<string, number>;
  /** Answers 200 and others by kind of body. */
  readonly byKind: Readonly<Record<FuzzedBody["kind"], { good: number; refused: number }>>;
}

/**
 * Sends bodies made from the server's own OpenAPI document: the n-th depends on the seed and n alone.
 * @throws Error with route, number and body, for an answer of 500, any 4xx or 5xx without a code, and no answer
 */
export async function fuzzServer(server: ScoringServer, bodies: number, seed: number): Promise<FuzzOutcome> {
  const targets = await targetsOf(server.url);
  if (targets.length < 3) throw new Error(`the document has ${targets.length} kinds of bodies only`);
  const codes = new Map<string, number>();
  const byKind = {
    valid: { good: 0, refused: 0 },
    near: { good: 0, refused: 0 },
    hostile: { good: 0, refused: 0 },
  };
  let [next, answered] = [0, 0];
  const work = async (): Promise<void> => {
    let connection = await HttpConnection.open(server.port);
    while (next < bodies) {
      const number = next++;
      const random = seededRandom(seed, `body ${number}`);
      const { path, make } = targets[number % targets.length]!;
      const { kind, what, contentType, bytes } = make(random);
      if (!connection.isOpen) connection = await HttpConnection.open(server.port);
      const headers: Record<string, string> = contentType === "" ? {} : { "Content-Type": contentType };
      const outcome = await connection.send(requestBytes("POST", path, headers, bytes));
      const shown = `POST ${path}, body ${number} (GEOPHONE_SEED=${seed}), ${kind}: ${what}, ${contentType}, ${bytes.length} bytes: ${Buffer.from(bytes.subarray(0, 300)).toString()}`;
      if (outcome.kind !== "answered") throw new Error(`no answer (${JSON.stringify(outcome)}) to ${shown}`);
      const { status, body } = outcome.answer;
      let code = "";
      if (status >= 400) {
        let parsed: unknown;
        try {
          parsed = JSON.parse(body.toString());
        } catch {
          parsed = undefined;
        }
        const error = errorSchema.safeParse(parsed);
        if (!error.success)
          throw new Error(`${status} without a code, ${body.subarray(0, 300).toString()}, to ${shown}`);
        code = error.data.error.code;
      }
      // Busy is no fault; anything else of 500 and more is.
      if (status >= 500 && status !== 503) throw new Error(`${status} ${code} to ${shown}`);
      byKind[kind][status < 300 ? "good" : "refused"]++;
      const name = `${status} ${code}`.trim();
      codes.set(name, (codes.get(name) ?? 0) + 1);
      answered++;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { answered, codes, byKind };
}
