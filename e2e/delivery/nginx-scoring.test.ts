import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { projectRoot } from "../support/data.ts";
import { describeWithNginx, freePort, startNginx } from "../support/nginx.ts";

/** Stands for a scoring server: what a test wants it to do, and what it was asked. */
class Replica {
  readonly asked: string[] = [];
  answer: RequestListener = (_, response) => response.end("{}");
  private server: Server | undefined;

  constructor(readonly port: number) {}

  start(): Promise<void> {
    const server = createServer((request, response) => {
      this.asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
      this.answer(request, response);
    });
    this.server = server;
    return new Promise((resolve) => server.listen(this.port, "127.0.0.1", resolve));
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

const codeOf = async (answer: Response): Promise<string> =>
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }).parse(await answer.json()).error
    .code;

describeWithNginx("scoring servers behind nginx", () => {
  let folder: string;
  let replicas: readonly [Replica, Replica];
  let nginx: Awaited<ReturnType<typeof startNginx>>;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "geophone-served-"));
    await writeFile(path.join(folder, "index.html"), "<!doctype html><title>app</title>");
    replicas = [new Replica(await freePort()), new Replica(await freePort())];
    nginx = await startNginx(
      folder,
      replicas.map(({ port }) => port),
    );
  });
  afterAll(async () => {
    for (const replica of replicas) replica.stop();
    await nginx.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    for (const replica of replicas) {
      replica.stop();
      replica.asked.length = 0;
      replica.answer = (request, response) => {
        let bytes = 0;
        request.on("data", (chunk: Buffer) => (bytes += chunk.length));
        request.on("end", () => {
          response.setHeader("Content-Type", "application/json");
          response.setHeader("Cache-Control", "no-store");
          response.setHeader("X-Content-Type-Options", "nosniff");
          response.end(JSON.stringify({ bytes }));
        });
      };
      await replica.start();
    }
  });
  const post = (where: string, body: BodyInit, init: RequestInit = {}): Promise<Response> =>
    fetch(nginx.url + where, { method: "POST", body, ...init });
  const asked = (): string[] => replicas.flatMap((replica) => replica.asked);

  it("asks them in turn, without the prefix, and sends every security header once", async () => {
    for (const where of ["/api/health", "/api/openapi.json?x=1"]) {
      const answer = await fetch(nginx.url + where);
      expect(answer.status).toBe(200);
      const wanted = z
        .record(z.string(), z.string())
        .parse(JSON.parse(await readFile(path.join(projectRoot, "tools/security-headers.json"), "utf8")));
      for (const [name, value] of Object.entries(wanted)) expect(answer.headers.get(name), name).toBe(value);
      expect(answer.headers.get("cache-control")).toBe("no-cache");
      expect(answer.headers.get("content-type")).toBe("application/json");
    }
    expect(asked().sort()).toEqual(["GET /health", "GET /openapi.json?x=1"]);
    expect(replicas.map((replica) => replica.asked.length)).toEqual([1, 1]);
  });

  it("takes bodies of 8 MiB, and refuses larger ones with a code", async () => {
    const full = await post("/api/predict", new Uint8Array(8 << 20));
    expect(await full.json()).toEqual({ bytes: 8 << 20 });
    for (const where of ["/api/predict", "/api/predict/segy", "/api/batch_predict"]) {
      const answer = await post(where, new Uint8Array((8 << 20) + 1));
      expect(answer.status).toBe(413);
      expect(await codeOf(answer)).toBe("body-too-large");
    }
    expect(asked()).toEqual(["POST /predict"]);
  });

  it("asks the other replica when one is busy, and passes on that both are", async () => {
    const [busy, free] = replicas;
    const say503: RequestListener = (_, response) => {
      response.writeHead(503, { "Retry-After": "2", "Content-Type": "application/json" });
      response.end('{"error":{"code":"busy","message":"too many requests wait"}}');
    };
    busy.answer = say503;
    for (let i = 0; i < 6; i++) expect((await post("/api/predict", "{}")).status).toBe(200);
    // It is not left out for having been busy.
    expect(busy.asked.length).toBeGreaterThanOrEqual(3);
    free.answer = say503;
    const answer = await post("/api/predict", "{}");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await codeOf(answer)).toBe("busy");
  });

  it("sends a scoring request again that a replica died at, and nothing else", async () => {
    const [dying, living] = replicas;
    dying.answer = (request) => {
      request.on("data", () => undefined).on("end", () => request.socket.destroy());
    };
    for (let i = 0; i < 4; i++) {
      const answer = await post("/api/predict", "{}");
      expect(answer.status).toBe(200);
      await answer.text();
    }
    expect(dying.asked.length).toBeGreaterThanOrEqual(2);
    expect(living.asked).toHaveLength(4);
    // What may change something there is not asked for twice.
    living.answer = dying.answer;
    const before = asked().length;
    const lost = await post("/api/batch_predict", "{}");
    expect([lost.status, await codeOf(lost)]).toEqual([503, "no-scoring-server"]);
    expect(asked()).toHaveLength(before + 1);
  });

  it("goes on with one replica, and says with a code that there is none", async () => {
    replicas[0].stop();
    for (let i = 0; i < 4; i++) {
      expect((await post("/api/predict", "{}")).status).toBe(200);
      expect((await post("/api/predict/segy", new Uint8Array(100_000))).status).toBe(200);
    }
    replicas[1].stop();
    for (const where of ["/api/predict", "/api/predict/segy", "/api/health", "/api/docs/style.css"]) {
      const answer = where.includes("predict") ? await post(where, "{}") : await fetch(nginx.url + where);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
      expect(await codeOf(answer)).toBe("no-scoring-server");
    }
    expect(await (await fetch(nginx.url)).text()).toContain("<title>app</title>");
  });

  it("passes a survey on as it comes, and its answer too", async () => {
    for (const replica of replicas)
      replica.answer = (request, response) => {
        request.on("data", (chunk: Buffer) => response.write(chunk)).on("end", () => response.end());
      };
    const encoder = new TextEncoder();
    let send: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        send = controller;
        controller.enqueue(encoder.encode("first "));
      },
    });
    const init: RequestInit & { duplex: "half" } = { duplex: "half" };
    const answer = await post("/api/predict/segy", body, init);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    // The first part comes back before there is a second.
    expect((await reader.read()).value).toBe("first ");
    send!.enqueue(encoder.encode("second"));
    send!.close();
    let rest = "";
    for (let next = await reader.read(); !next.done; next = await reader.read()) rest += next.value;
    expect(rest).toBe("second");
  });
});
