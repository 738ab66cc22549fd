import { createServer, type RequestListener } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { requestBytes } from "./http-connection.ts";
import { pacedLoad } from "./paced-load.ts";
import { runLoad } from "./run-load.ts";

async function serving(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return address.port;
}
const post = requestBytes("POST", "/predict", { "Content-Type": "application/json" }, '{"traces":[]}');
const order = { requests: [post], perSecond: 400, seconds: 1, connections: 40 };

it("tells answers, refusals with their codes and dropped requests apart, and loses none", async () => {
  let asked = 0;
  const port = await serving((request, response) => {
    request.resume().on("end", () => {
      switch (asked++ % 8) {
        case 0:
          return response.writeHead(503).end('{"error":{"code":"busy"}}');
        case 1:
          return request.socket.destroy();
        case 2:
          return response.setHeader("Connection", "close").end("{}");
        case 3:
          response.write("in ");
          return setTimeout(() => response.end("parts"), 2);
        case 4:
          // Cut off in the middle of its answer.
          return response
            .writeHead(200, { "Content-Length": 100 })
            .write("x", () => request.socket.destroy());
        default:
          return response.end('{"predictions":[]}');
      }
    });
  });
  const report = await runLoad({ port, ...order });
  expect(report.statuses).toEqual({ 200: 250, 503: 50 });
  expect(report.codes).toEqual({ "503 busy": 50 });
  expect(report).toMatchObject({ due: 400, dropped: 100, unsent: 0 });
});

it("counts the wait of what fell due while a server stood still", async () => {
  let isFirst = true;
  const port = await serving((request, response) => {
    request.resume().on("end", () => {
      if (isFirst) {
        isFirst = false;
        const until = performance.now() + 500;
        while (performance.now() < until);
      }
      response.end("{}");
    });
  });
  // One connection: a client that waits for its answers would have sent one slow request among many quick ones.
  const report = await runLoad({ port, ...order, connections: 1 });
  expect(report.statuses).toEqual({ 200: 400 });
  expect(report.sinceSent.p50).toBeLessThan(50);
  expect(report.sinceDue.p99).toBeGreaterThan(400);
  expect(report.late).toBeGreaterThan(100);
});

it("sends nothing where nobody listens", async () => {
  const port = await serving(() => undefined);
  const report = await pacedLoad({ port: port === 1 ? 2 : 1, ...order, seconds: 0.2 });
  expect(report).toMatchObject({ due: 80, unsent: 80, dropped: 0, statuses: {} });
});
