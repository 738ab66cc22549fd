import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { servingBounds } from "../../bench/bounds.ts";
import { requestBytes } from "../support/load/http-connection.ts";
import { runLoad } from "../support/load/run-load.ts";
import { binaryRequest, singleRequests } from "../support/load/scoring-requests.ts";
import { describeWithData } from "../support/peers.ts";
import { startScoringServer } from "../support/serve.ts";
import { inWords, isWhole, pause, scaled, servingMaterial, type ServingMaterial } from "./serving.ts";

const sockets = scaled(500, 60);
const seconds = scaled(60, 6);
/** Of the server; it looks once a second. */
const requestTimeoutS = isWhole ? 30 : 3;

/** Writes a request byte by byte, one a second. */
function trickle(socket: Socket, request: Buffer, alreadySent: number): void {
  socket.write(request.subarray(0, alreadySent));
  let at = alreadySent;
  const timer = setInterval(() => {
    if (!socket.writable || at >= request.length) clearInterval(timer);
    else socket.write(request.subarray(at, ++at));
  }, 1000);
  socket.on("close", () => {
    clearInterval(timer);
  });
}

describeWithData("slow clients", () => {
  let material: ServingMaterial;
  beforeAll(async () => {
    material = await servingMaterial();
  });
  afterAll(() => material.remove());

  it(`${sockets} of them do not keep the others waiting, and are sent away`, async () => {
    const { bundle, traces } = material;
    const server = await startScoringServer({
      bundle,
      args: ["--request-timeout-s", String(requestTimeoutS)],
    });
    onTestFinished(() => void server.process.kill("SIGKILL"));
    const order = { port: server.port, requests: singleRequests(traces), perSecond: 300, connections: 48 };
    const without = await runLoad({ ...order, seconds: Math.min(10, seconds) });

    const request = binaryRequest(traces, 0, 10);
    const head = request.indexOf("\r\n\r\n") + 4;
    // Some 11 MiB, far more than the buffers of a connection hold, and never read.
    const script = requestBytes("GET", "/docs/static/swagger-ui-bundle.js", {});
    const unread = Buffer.concat(Array.from({ length: 8 }, () => script));
    const slow = Array.from({ length: sockets }, (_, i) => {
      const socket = connect({ port: server.port, host: "127.0.0.1" });
      socket.on("error", () => undefined);
      socket.once("connect", () => {
        if (i % 3 === 0) trickle(socket, request, 20);
        else if (i % 3 === 1) trickle(socket, request, head + 10);
        else {
          socket.pause();
          socket.write(unread);
        }
      });
      // A paused socket tells of its end only when somebody reads.
      if (i % 3 !== 2) socket.resume();
      return socket;
    });
    await pause(1000);
    expect(slow.filter((socket) => socket.readyState === "open").length).toBe(sockets);

    const beside = await runLoad({ ...order, seconds });
    console.log(`alone: ${inWords(without)}`);
    console.log(`beside ${sockets} slow sockets: ${inWords(beside)}`);
    expect(beside.statuses).toEqual({ 200: beside.due });
    // A short form runs beside other tests, which have the cores too.
    if (isWhole) expect(beside.sinceDue.p99).toBeLessThan(servingBounds.p99Ms);
    expect(server.process.exitCode).toBeNull();

    // Those who send slowly are told; those who do not read learn of it when they do: the server knows that they are gone.
    const connections = async (): Promise<number> => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      return Number(/^geophone_connections_open (\d+)$/m.exec(metrics)?.[1]);
    };
    await expect.poll(connections, { timeout: 4000 * requestTimeoutS }).toBeLessThan(5);
    const trickling = slow.filter((_, i) => i % 3 !== 2);
    await expect.poll(() => trickling.filter((socket) => !socket.destroyed).length).toBe(0);
    for (const socket of slow) socket.destroy();
    await server.close();
  });
});
