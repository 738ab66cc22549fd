import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { FrontDoor } from "./front-door.ts";

const timeoutMs = 300;
const large = Buffer.alloc(32 << 20, "x");

interface House {
  readonly port: number;
  readonly server: Server;
  readonly refused: [status: number, path?: string, method?: string][];
  readonly connections: () => Promise<number>;
}

/** Answers at once, or as its path says. */
const handler: RequestListener = (request, response) => {
  switch (request.url) {
    case "/large":
      response.end(large);
      break;
    case "/never":
      break;
    case "/whole":
      request.resume().on("end", () => response.end("whole"));
      break;
    default:
      response.end("good");
  }
};

async function house(): Promise<House> {
  const refused: House["refused"] = [];
  const door = new FrontDoor({ requestTimeoutMs: timeoutMs, onRefused: (...what) => refused.push(what) });
  const server = door.serve(handler);
  server.on("clientError", (error, socket) => {
    door.onClientError(error, socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const connections = (): Promise<number> =>
    new Promise((resolve) => {
      server.getConnections((_error, count) => {
        resolve(count);
      });
    });
  return { port, server, refused, connections };
}

/** All that comes back until the other side ends. */
async function said(port: number, ...pieces: readonly (string | number)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let text = "";
  socket.setEncoding("latin1").on("data", (more: string) => (text += more));
  const closed = once(socket, "close");
  for (const piece of pieces)
    if (typeof piece === "number") await wait(piece);
    else socket.write(piece);
  await closed;
  return text;
}

const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), advice: z.string() }),
});
/** Status and code of an answer that is the last of its connection. */
function refusalIn(answer: string): string {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head.toLowerCase()).toContain("connection: close");
  expect(head.toLowerCase()).toContain(`content-length: ${body.length}`);
  expect(head.toLowerCase()).toContain("content-type: application/json");
  return `${head.split(" ")[1] ?? ""} ${errorSchema.parse(JSON.parse(body)).error.code}`;
}

const get = (path: string, headers = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
const half = "POST /whole HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345";

describe("the front door", () => {
  it("tells whoever speaks no HTTP, asks for what is unknown, or never ends", async () => {
    const { port, refused } = await house();
    const cases: readonly (readonly [refusal: string, ...pieces: (string | number)[]])[] = [
      ["400 not-http", "hello\r\n\r\n"],
      ["400 not-http", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"],
      ["400 not-http", get("/", "no colon\r\n")],
      ["400 not-http", get("/", "Content-Length: ten\r\n")],
      ["400 not-http", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
      ["400 not-http", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
      ["405 method-not-allowed", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n"],
      [
        "413 body-too-large",
        `POST /whole HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;${"x".repeat(20_000)}\r\nhello\r\n0\r\n\r\n`,
      ],
      ["417 expectation-unknown", get("/", "Expect: the-impossible\r\n")],
      ["431 headers-too-large", get("/", `Cookie: ${"x".repeat(100_000)}\r\n`)],
      ["408 request-too-slow"],
      ["408 request-too-slow", "GET / HTTP/1.1\r\nHost: loc"],
      ["408 request-too-slow", half],
      ["408 request-too-slow", "POST", 100, " /whole", 100, " HTTP/1.1\r\n", 100, "Host: l", 100, "ocal"],
    ];
    const answers = await Promise.all(cases.map(([, ...pieces]) => said(port, ...pieces)));
    expect(answers.map(refusalIn)).toEqual(cases.map(([refusal]) => refusal));
    expect(refused).toHaveLength(cases.length);
    expect(await said(port, get("/", "Expect: 100-continue\r\nConnection: close\r\n"))).toContain("good");
  });

  it("answers what came before a fault first", async () => {
    const { port } = await house();
    const answer = await said(port, `${get("/")}${get("/")}hello\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 400"]);
    expect(refusalIn(answer.slice(answer.search(/HTTP\/1\.1 [45]/)))).toBe("400 not-http");
  });

  it("does not wait for ever for its own answer", async () => {
    const { port, refused } = await house();
    const answer = await said(port, get("/never"));
    expect(refusalIn(answer)).toBe("503 answer-too-slow");
    expect(answer.toLowerCase()).toContain("retry-after: 1\r\n");
    expect(refused).toEqual([[503, undefined, undefined]]);
  });

  it("reads no flood of requests on one connection", async () => {
    const { port, refused } = await house();
    const answer = await said(port, get("/").repeat(1000));
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual([...Array<string>(32).fill("200"), "503"]);
    expect(refusalIn(answer.slice(answer.search(/HTTP\/1\.1 [45]/)))).toBe("503 too-many-pipelined");
    expect(refused).toEqual([[503, "/", "GET"]]);
    // Who waits for answers may ask for ever.
    const patient = connect(port, "127.0.0.1");
    for (let i = 0; i < 100; i++) {
      patient.write(get("/"));
      expect(String((await once(patient, "data"))[0])).toContain("good");
    }
    patient.destroy();
  });

  it("drops who does not read, and waits for who reads slowly", async () => {
    const { port, connections } = await house();
    const idle = connect(port, "127.0.0.1");
    idle.write(get("/large"));
    idle.pause();
    const slow = connect(port, "127.0.0.1");
    slow.write(get("/large", "Connection: close\r\n"));
    // Some 2 MiB in each tenth of a second: longer than the time that who reads nothing is given.
    let [read, allowed] = [0, 0];
    slow.on("data", (chunk: Buffer) => {
      read += chunk.length;
      allowed -= chunk.length;
      if (allowed < 0) slow.pause();
    });
    slow.pause();
    const ended = once(slow, "end");
    const reader = setInterval(() => {
      allowed = 2 << 20;
      slow.resume();
    }, timeoutMs / 3);
    onTestFinished(() => {
      clearInterval(reader);
      idle.destroy();
      slow.destroy();
    });
    const untilOpen = (count: number): Promise<void> =>
      vi.waitFor(
        async () => {
          expect(await connections()).toBe(count);
        },
        { timeout: 10 * timeoutMs },
      );
    await untilOpen(2);
    const from = performance.now();
    await untilOpen(1);
    expect(performance.now() - from).toBeGreaterThan(timeoutMs / 2);
    await ended;
    expect(read).toBeGreaterThan(large.length);
    // What the system had taken, and no more.
    let got = 0;
    idle.on("data", (chunk: Buffer) => (got += chunk.length)).on("error", () => undefined);
    const closed = once(idle, "close");
    idle.resume();
    await closed;
    expect(got).toBeLessThan(large.length);
  });
});
