import { connect, type AddressInfo } from "node:net";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import {
  scoringHouse,
  severalBlocks,
  type ScoringHouse,
} from "../../adapters/node/scoring/scoring-house.fixture.ts";
import { scoreWindows } from "../../pipeline/serving/contract.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import { buildServer, type ScoringServer } from "./build-server.ts";
import type { ServerOptions } from "./contract.ts";
import { addKey, KeyRing } from "./keys.ts";
import { openApi31 } from "./openapi-3.1.fixture.ts";

let house: ScoringHouse;
let bundleFile: string;
let survey: Uint8Array;
let server: ScoringServer | undefined;
beforeAll(async () => {
  house = await scoringHouse();
  bundleFile = path.join(house.folder, "served.zip");
  survey = await severalBlocks(path.join(house.folder, "survey.sgy"));
}, 60_000);
afterAll(() => house.remove());
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(
  changes: Partial<ServerOptions> = {},
  { zip } = house.one,
): Promise<ScoringServer["app"]> {
  await writeFile(bundleFile, zip);
  server = await buildServer({
    bundleFile,
    scorer: house.program,
    scorers: 1,
    codeVersion: "test",
    maxBodyBytes: 1 << 20,
    maxSegyBytes: 8 << 20,
    allowedHosts: [],
    requestTimeoutMs: 10_000,
    proveEveryMs: 60_000,
    logLevel: "silent",
    now: () => "2026-01-02T03:04:05.000Z",
    ...changes,
  });
  return server.app;
}

const local = { host: "localhost:8000" };
const json = { ...local, "content-type": "application/json" };
const binary = { ...local, "content-type": "application/octet-stream" };

const samples = (): number => house.one.model.input.samples;
const trace = (seed: number): number[] =>
  Array.from({ length: samples() }, (_, i) => Math.fround(100 * Math.sin((i * (seed + 2)) / 7)));
const body = (traces: unknown, more: object = {}): string =>
  JSON.stringify({ traces, metadata: { start_ms: 100 }, ...more });

const answerSchema = z.strictObject({
  predictions: z.array(
    z.strictObject({
      trace_id: z.number(),
      predicted_class: z.number(),
      predicted_class_name: z.string(),
      probabilities: z.record(z.string(), z.number()),
      confidence: z.number(),
      embeddings: z.array(z.number()).optional(),
    }),
  ),
  timestamp: z.string(),
  model_version: z.string(),
  num_features: z.number(),
});
const errorSchema = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    message: z.string(),
    advice: z.string().optional(),
    trace_index: z.number().optional(),
  }),
});
const codeOf = (payload: string): string => errorSchema.parse(JSON.parse(payload)).error.code;

/** What the same code answers without a server. */
function expected(traces: readonly number[][], { model } = house.one): readonly number[][] {
  const windows = float32Matrix(traces.length, samples(), Float32Array.from(traces.flat()));
  const { data, columns } = scoreWindows(model, windows, new Float64Array(traces.length).fill(100));
  return traces.map((_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
}

describe("a scoring server", () => {
  it("says what it is, and proves that it is ready", async () => {
    const app = await start();
    const get = async (url: string) =>
      (await app.inject({ url, headers: local })).json<Record<string, unknown>>();
    const version = server!.models.current.version;
    expect(await get("/")).toMatchObject({ service: "Geophone scoring server", model_version: version });
    expect(await get("/live")).toEqual({ status: "alive" });
    expect(await get("/ready")).toEqual({ status: "ready", model_version: version });
    expect(await get("/health")).toMatchObject({ status: "healthy", model_loaded: true });
    const { model } = house.one;
    expect(await get("/model_info")).toMatchObject({
      model_version: version,
      classes: model.classes,
      num_features: model.featureColumns.length,
      input: model.input,
      evaluation: { majority: { accuracy: expect.any(Number) as number } },
    });
  });

  it("is not ready once its model no longer gives the golden windows their answers, says so everywhere, and answers nothing", async () => {
    const app = await start({ proveEveryMs: 50 });
    const predict = async () =>
      app.inject({ method: "POST", url: "/predict", headers: json, payload: body([trace(1)]) });
    const right = (await predict()).payload;
    // As memory that went bad would.
    const { featureMean } = server!.models.current.bundle.model;
    const kept = featureMean[0]!;
    featureMean[0] = kept + 1e3;
    await vi.waitFor(async () => {
      expect((await app.inject({ url: "/ready", headers: local })).statusCode).toBe(503);
    });
    for (const url of ["/ready", "/health"]) {
      const { statusCode, headers, payload } = await app.inject({ url, headers: local });
      expect([statusCode, headers["retry-after"]]).toEqual([503, "1"]);
      expect(payload).toContain("golden window 1");
    }
    const refused = await predict();
    expect([refused.statusCode, codeOf(refused.payload)]).toEqual([503, "model-not-reproduced"]);
    expect((await app.inject({ url: "/metrics", headers: local })).payload).toContain("geophone_ready 0");
    featureMean[0] = kept;
    await vi.waitFor(async () => {
      expect((await app.inject({ url: "/ready", headers: local })).statusCode).toBe(200);
    });
    expect((await predict()).payload).toBe(right);
  });

  it("proves its model at an interval, not whenever it is asked how it does", async () => {
    const app = await start();
    server!.models.current.bundle.model.featureMean[0]! += 1e3;
    for (let i = 0; i < 3; i++)
      expect((await app.inject({ url: "/ready", headers: local })).statusCode).toBe(200);
  });

  it("answers traces as JSON and as float32 alike, few of them itself and many through its scorers", async () => {
    const app = await start();
    for (const count of [1, 3, 40]) {
      const traces = Array.from({ length: count }, (_, i) => trace(i));
      const probabilities = expected(traces);
      const answer = answerSchema.parse(
        (await app.inject({ method: "POST", url: "/predict", headers: json, payload: body(traces) })).json(),
      );
      expect(answer).toMatchObject({
        timestamp: "2026-01-02T03:04:05.000Z",
        num_features: house.one.model.featureColumns.length,
      });
      expect(answer.predictions.map(({ trace_id }) => trace_id)).toEqual(traces.map((_, i) => i));
      expect(answer.predictions.map((one) => Object.values(one.probabilities))).toEqual(probabilities);

      const payload = Buffer.from(Float32Array.from(traces.flat()).buffer);
      const url = "/predict?start_ms=100";
      const again = await app.inject({ method: "POST", url, headers: binary, payload });
      expect(answerSchema.parse(again.json()).predictions).toEqual(answer.predictions);
      const headers = { ...binary, accept: "application/octet-stream" };
      const { rawPayload, headers: told } = await app.inject({ method: "POST", url, headers, payload });
      expect(JSON.parse(told["x-classes"] as string)).toEqual(house.one.model.classes);
      const floats = new Float32Array(new Uint8Array(rawPayload).buffer);
      expect([...floats]).toEqual(probabilities.flat().map(Math.fround));
    }
  });

  it("adds the embedding where it is asked for", async () => {
    const app = await start();
    const payload = body([trace(1)], { include_embeddings: true });
    const answer = answerSchema.parse(
      (await app.inject({ method: "POST", url: "/predict", headers: json, payload })).json(),
    );
    expect(answer.predictions[0]!.embeddings).toHaveLength(house.one.model.embedding.components.rows);
  });

  it("refuses what it cannot answer, each by a code", async () => {
    // A model that needs time.
    const app = await start({ root: house.folder }, house.other);
    const wide = (value: unknown): unknown[] => [value, ...trace(1).slice(1)];
    const cases: readonly (readonly [
      status: number,
      code: string,
      payload: string | Buffer,
      headers?: object,
    ])[] = [
      [400, "body-empty", ""],
      [400, "body-not-json", "{"],
      [400, "body-not-json", '{"traces": [[NaN]]}'],
      [400, "body-not-json", '{"traces": [[Infinity]]}'],
      [400, "body-too-deep", "[".repeat(200_000)],
      [400, "body-too-deep", '{"a":'.repeat(50) + "1" + "}".repeat(50)],
      [400, "body-poisoned", '{"__proto__": {"samples": 1}, "traces": []}'],
      [400, "body-poisoned", '{"metadata": {"\\u005f_proto__": 1}, "traces": []}'],
      [413, "body-too-large", " ".repeat((1 << 20) + 1)],
      [415, "content-type-unknown", "traces=1", { "content-type": "text/plain" }],
      [422, "request-not-an-object", "[]"],
      [422, "request-traces-invalid", "{}"],
      [422, "request-empty", body([])],
      [422, "request-trace-length", body([trace(1).slice(1)])],
      [422, "request-value-invalid", body([wide("1")])],
      [422, "request-value-invalid", body([wide(null)])],
      [422, "request-value-invalid", body([wide(1e39)])],
      [422, "request-start-missing", JSON.stringify({ traces: [trace(1)] })],
      [422, "request-start-invalid", body([trace(1)], { metadata: { start_ms: "0" } })],
      [422, "request-body-length", Buffer.alloc(6), { "content-type": "application/octet-stream" }],
    ];
    for (const [status, code, payload, headers = {}] of cases) {
      const said = await app.inject({
        method: "POST",
        url: "/predict",
        headers: { ...json, ...headers },
        payload,
      });
      expect([said.statusCode, codeOf(said.payload), code]).toEqual([status, code, code]);
    }
    const elsewhere: readonly (readonly [number, string, "GET" | "POST" | "DELETE", string])[] = [
      [404, "route-unknown", "GET", "/predictions"],
      [400, "url-invalid", "GET", "/%zz"],
      [404, "route-unknown", "GET", "/docs/static/..%2f..%2fpackage.json"],
      [405, "method-not-allowed", "GET", "/predict"],
      [405, "method-not-allowed", "DELETE", "/model_info"],
      [403, "admin-only", "POST", "/admin/reload"],
    ];
    for (const [status, code, method, url] of elsewhere) {
      const said = await app.inject({ method, url, headers: local });
      expect([url, said.statusCode, codeOf(said.payload)]).toEqual([url, status, code]);
    }
    const { payload } = await app.inject({ url: "/metrics", headers: local });
    expect(payload).not.toMatch(/geophone_http_requests_total\{[^}]*status="500"/);
  });

  it("answers only those who call it by a name of its own, and where there are keys only those who show one", async () => {
    const open = await start({ allowedHosts: ["field.example"] });
    const by = async (host: string) =>
      (await open.inject({ url: "/model_info", headers: { host } })).statusCode;
    expect([
      await by("localhost"),
      await by("127.0.0.1:80"),
      await by("[::1]:8000"),
      await by("field.example"),
    ]).toEqual([200, 200, 200, 200]);
    expect([await by("rebound.example"), await by("localhost.example")]).toEqual([403, 403]);
    await server!.close();

    const file = path.join(house.folder, "keys.json");
    const createdAt = "2026-01-01T00:00:00.000Z";
    const key = await addKey(file, { name: "team", admin: false, createdAt });
    const admin = await addKey(file, { name: "chief", admin: true, createdAt });
    await expect(addKey(file, { name: "team", admin: true, createdAt })).rejects.toMatchObject({
      code: "key-name-taken",
    });
    const closed = await start({ keys: await KeyRing.read(file), requestsPerMinute: 3 });
    const withKey = async (url: string, authorization?: string, method: "GET" | "POST" = "GET") =>
      closed.inject({
        method,
        url,
        headers: { host: "anything.example", ...(authorization && { authorization }) },
      });
    expect(codeOf((await withKey("/model_info")).payload)).toBe("key-missing");
    expect(codeOf((await withKey("/model_info", "Bearer gp_wrong")).payload)).toBe("key-unknown");
    expect((await withKey("/ready")).statusCode).toBe(200);
    expect(codeOf((await withKey("/admin/reload", `Bearer ${key}`, "POST")).payload)).toBe("admin-only");
    expect((await withKey("/admin/reload", `Bearer ${admin}`, "POST")).statusCode).toBe(200);
    expect((await withKey("/model_info", `Bearer ${key}`)).statusCode).toBe(200);
    expect((await withKey("/model_info", `Bearer ${key}`)).statusCode).toBe(200);
    const fourth = await withKey("/model_info", `Bearer ${key}`);
    expect([fourth.statusCode, codeOf(fourth.payload)]).toEqual([429, "too-many-requests"]);
    expect(Number(fourth.headers["retry-after"])).toBeGreaterThan(0);
    expect([fourth.headers["ratelimit-limit"], fourth.headers["ratelimit-remaining"]]).toEqual(["3", "0"]);
    expect(fourth.headers["ratelimit-reset"]).toBe(fourth.headers["retry-after"]);
    // Another key has its own count, and those who watch are not counted.
    expect((await withKey("/model_info", `Bearer ${admin}`)).statusCode).toBe(200);
    expect((await withKey("/ready")).statusCode).toBe(200);
  });

  it("asks HTTP/1.1 for the name it is called by", async () => {
    const app = await start();
    await app.listen({ port: 0, host: "127.0.0.1" });
    const ask = async (text: string): Promise<string> => {
      const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
      socket.write(text);
      let said = "";
      for await (const chunk of socket) said += String(chunk);
      return said;
    };
    const missing = await ask("GET /ready HTTP/1.1\r\nConnection: close\r\n\r\n");
    expect(missing).toMatch(/^HTTP\/1\.1 400 /);
    expect(codeOf(missing.slice(missing.indexOf("\r\n\r\n")))).toBe("host-missing");
    // The door before the routes is there too.
    expect(await ask("nonsense\r\n\r\n")).toContain('"code":"not-http"');
    const told = await ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    expect(told).toContain('geophone_http_requests_total{route="none",method="none",status="400"} 1');
    expect(told).toContain("geophone_connections_open 1");
  });

  it("takes another bundle without a restart, and refuses a bad one", async () => {
    const app = await start();
    const before = server!.models.current.version;
    const traces = [trace(1), trace(2)];
    const ask = async () =>
      answerSchema.parse(
        (await app.inject({ method: "POST", url: "/predict", headers: json, payload: body(traces) })).json(),
      );
    await writeFile(bundleFile, house.other.zip.slice(0, -100));
    await expect(server!.reload()).rejects.toMatchObject({ code: "bundle-damaged" });
    expect((await ask()).model_version).toBe(before);
    await writeFile(bundleFile, house.other.zip);
    await server!.reload();
    const after = await ask();
    expect(after.model_version).not.toBe(before);
    expect(after.predictions.map((one) => Object.values(one.probabilities))).toEqual(
      expected(traces, house.other),
    );
    const { payload } = await app.inject({ url: "/metrics", headers: local });
    expect(payload).toContain('geophone_bundle_reloads_total{outcome="refused"} 1');
    expect(payload).toContain('geophone_bundle_reloads_total{outcome="replaced"} 1');
    expect(payload).toContain(
      `geophone_model_info{model_version="${after.model_version}",family="boosting"} 1`,
    );
    expect(payload).not.toContain(before);
  });

  it("counts what it answered by class", async () => {
    const app = await start();
    const traces = Array.from({ length: 30 }, (_, i) => trace(i));
    const answer = answerSchema.parse(
      (await app.inject({ method: "POST", url: "/predict", headers: json, payload: body(traces) })).json(),
    );
    const { payload } = await app.inject({ url: "/metrics", headers: local });
    for (const name of house.one.model.classes) {
      const count = answer.predictions.filter((one) => one.predicted_class_name === name).length;
      expect(payload).toContain(`seismic_predictions_total{predicted_class="${name}"} ${count}\n`);
    }
    expect(payload).toContain("seismic_prediction_latency_seconds_count 1\n");
    expect(payload).toContain("process_resident_memory_bytes");
  });

  it("scores files within its folder, and none outside", async () => {
    const root = path.join(house.folder, "root");
    await mkdir(path.join(root, "in"), { recursive: true });
    await writeFile(path.join(root, "in/demo.sgy"), survey);
    await writeFile(path.join(house.folder, "secret.sgy"), survey);
    await symlink(path.join(house.folder, "secret.sgy"), path.join(root, "way-out.sgy"));
    await symlink(house.folder, path.join(root, "out-folder"));
    const app = await start({ root });
    const ask = (input_path: unknown, output_path: unknown) =>
      app.inject({
        method: "POST",
        url: "/batch_predict",
        headers: json,
        payload: JSON.stringify({ input_path, output_path }),
      });
    const done = await ask("in/demo.sgy", "classes.csv");
    expect(done.json()).toMatchObject({
      status: "done",
      model_version: server!.models.current.version,
    });
    expect(done.json<{ num_predictions: number }>().num_predictions).toBeGreaterThan(0);
    for (const [input, output, code] of [
      ["../secret.sgy", "a.csv", "path-outside"],
      ["way-out.sgy", "a.csv", "path-outside"],
      ["out-folder/secret.sgy", "a.csv", "path-outside"],
      ["/etc/passwd", "a.csv", "path-outside"],
      ["in/demo.sgy", "../a.csv", "path-outside"],
      ["in/demo.sgy", "out-folder/a.csv", "path-outside"],
      ["in/demo.sgy", "way-out.sgy", "path-invalid"],
      ["in/demo.sgy", "in/demo.sgy", "path-invalid"],
      ["in/none.sgy", "a.csv", "path-missing"],
      ["in/demo.sgy", "none/a.csv", "path-missing"],
      ["in/demo.sgy", "a.txt", "output-format-unknown"],
      ["in/demo.sgy\0", "a.csv", "path-invalid"],
      [1, "a.csv", "paths-missing"],
    ] as const) {
      const said = await ask(input, output);
      expect([input, output, said.statusCode, codeOf(said.payload)]).toEqual([input, output, 422, code]);
    }
    await rm(root, { recursive: true });
  });

  it("takes SEG-Y and gives CSV, Arrow or SEG-Y", async () => {
    const app = await start();
    const ask = (query: string, payload: Buffer, headers: object = binary) =>
      app.inject({ method: "POST", url: `/predict/segy${query}`, headers: { ...headers }, payload });
    const segy = Buffer.from(survey);
    const csv = await ask("", segy);
    expect(csv.payload.split("\n", 1)[0]).toMatch(
      /^inline,crossline,trace_index,start_ms,end_ms,class,confidence,p_/,
    );
    expect(csv.headers).toMatchObject({ "x-model-version": server!.models.current.version });
    const arrow = await ask("", segy, { ...binary, accept: "application/vnd.apache.arrow.stream" });
    expect(arrow.headers["content-type"]).toBe("application/vnd.apache.arrow.stream");
    expect((await ask("?format=segy", segy)).rawPayload.length).toBeGreaterThan(3600);
    // Three times the same file: each window was counted three times, the last ones once their answer has left.
    const rows = csv.payload.trimEnd().split("\n").slice(1);
    const scored = rows.filter((row) => !row.includes(",unscored,"));
    await vi.waitFor(async () => {
      const { payload } = await app.inject({ url: "/metrics", headers: local });
      const counted = [...payload.matchAll(/^seismic_predictions_total\{[^}]*\} (\d+)$/gm)];
      expect(counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(3 * scored.length);
    });
    const refused = [
      await ask("", Buffer.from("hello")),
      await ask("?format=xml", segy),
      await ask("", Buffer.alloc(9 << 20)),
    ];
    expect(refused.map(({ statusCode, payload }) => [statusCode, codeOf(payload)])).toEqual([
      [422, "segy-not-segy"],
      [422, "format-unknown"],
      [413, "body-too-large"],
    ]);
  });

  it("describes itself as OpenAPI 3.1, with a page to try it", async () => {
    const app = await start();
    const document = openApi31.parse((await app.inject({ url: "/openapi.json", headers: local })).json());
    expect(Object.keys(document.paths).sort()).toEqual(
      [
        "/",
        "/admin/reload",
        "/batch_predict",
        "/health",
        "/live",
        "/metrics",
        "/model_info",
        "/predict",
        "/predict/segy",
        "/ready",
      ].sort(),
    );
    expect(Object.keys(document.paths["/predict"]!.post!.responses)).toEqual(
      expect.arrayContaining(["200", "400", "413", "415", "422", "429", "500", "503"]),
    );
    // Relative: behind a prefix it leads below that prefix.
    const bare = await app.inject({ url: "/docs", headers: local });
    expect([bare.statusCode, bare.headers.location]).toEqual([302, "docs/"]);
    const page = await app.inject({ url: "/docs/", headers: local });
    expect([page.statusCode, page.headers["content-security-policy"]]).toEqual([
      200,
      expect.stringContaining("script-src 'self'"),
    ]);
    // A server in the field speaks plain http, and nothing else is to be reached from the page.
    expect(page.headers["content-security-policy"]).not.toMatch(/upgrade-insecure-requests|https:/);
  });

  it.each(["one", "other"] as const)(
    "answers its own examples as they say, with either model: %s",
    async (which) => {
      const root = path.join(house.folder, "examples");
      await mkdir(root, { recursive: true });
      await writeFile(path.join(root, "survey.sgy"), survey);
      const file = path.join(house.folder, "example-keys.json");
      const createdAt = "2026-01-01T00:00:00.000Z";
      const key = await addKey(file, { name: which, admin: true, createdAt });
      const app = await start({ root, keys: await KeyRing.read(file) }, house[which]);
      const headers = { ...local, authorization: `Bearer ${key}` };
      const document = openApi31.parse((await app.inject({ url: "/openapi.json", headers })).json());
      const operations = Object.entries(document.paths).flatMap(([url, { get, post }]) => [
        ...(get ? [{ url, method: "GET" as const, operation: get }] : []),
        ...(post ? [{ url, method: "POST" as const, operation: post }] : []),
      ]);
      expect(operations).toHaveLength(10);
      // What differs from call to call, and what depends on the file that was sent.
      const still = (said: unknown): unknown =>
        JSON.parse(JSON.stringify(said).replace(/"(timestamp|loaded_at)":"[^"]*"/g, '"$1":"then"'));
      for (const { url, method, operation } of operations) {
        const example = operation.requestBody?.content["application/json"]?.example;
        const segy = url === "/predict/segy";
        const said = await app.inject({
          method,
          url,
          headers: {
            ...headers,
            ...(example !== undefined && { "content-type": "application/json" }),
            ...(segy && { "content-type": "application/octet-stream" }),
          },
          ...(example !== undefined && { payload: JSON.stringify(example) }),
          ...(segy && { payload: Buffer.from(survey) }),
        });
        expect([url, said.statusCode]).toEqual([url, 200]);
        const type = String(said.headers["content-type"]).split(";", 1)[0]!;
        const media = operation.responses["200"]?.content?.[type];
        expect(media?.example, url).toBeDefined();
        if (type === "application/json") {
          // Somebody else's reading of the schemas, of the example and of the answer.
          const schema = z.fromJSONSchema(media!.schema as Parameters<typeof z.fromJSONSchema>[0]);
          expect(schema.safeParse(media!.example).error, url).toBeUndefined();
          expect(schema.safeParse(said.json()).error, url).toBeUndefined();
          if (url === "/batch_predict")
            expect(Object.keys(said.json<object>())).toEqual(Object.keys(media!.example as object));
          else expect(still(said.json())).toEqual(still(media!.example));
        } else {
          // Another file, other numbers: the same columns, the same names.
          const names = (told: string): string[] =>
            told
              .split("\n", segy ? 1 : undefined)
              .filter((line) => segy || line.includes("seismic_predictions_total"));
          expect(names(said.payload).map((line) => line.replace(/ \d+$/, ""))).toEqual(
            names(String(media!.example)).map((line) => line.replace(/ \d+$/, "")),
          );
        }
        for (const [status, { content, description }] of Object.entries(operation.responses)) {
          expect(description.length, `${url} ${status}`).toBeGreaterThan(0);
          if (status !== "200")
            expect(errorSchema.safeParse(content?.["application/json"]?.example).error).toBeUndefined();
        }
      }
    },
  );
});
