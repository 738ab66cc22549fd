import { once } from "node:events";
import { Server as NetServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { InputError, JobError } from "../../pipeline/errors.ts";
import { buildServer, type ScoringServer } from "./build-server.ts";
import type { ServerOptions } from "./contract.ts";

/** Connections that are kept alive get so long to send one more request, whose answer tells them to close. */
const drainIdleMs = 5000;

export interface RunOptions extends ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Work that is still not done then is given up. */
  readonly drainLimitMs: number;
  /** Gets the server's address once it is ready. */
  readonly onReady: (server: ScoringServer, address: string) => void;
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * Serves until it is told to stop (SIGTERM, SIGINT); SIGHUP reads the bundle again.
 * @throws InputError `keys-needed`, `port-in-use`, `address-unusable`, and what `buildServer` raises
 */
export async function runServer(options: RunOptions): Promise<void> {
  const { host, port } = options;
  if (!isLoopback(host) && !options.keys)
    throw new InputError(
      "keys-needed",
      `${host} can be reached from other machines, and no keys are asked for`,
      {
        advice:
          "Make a key (geophone serve-key NAME --key-file FILE) and start with --key-file FILE, or leave out --host.",
      },
    );
  const stopped = new AbortController();
  const stop = (): void => {
    stopped.abort();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  let server: ScoringServer | undefined;
  const onHangUp = (): void => {
    // Told in the log; the old bundle goes on.
    void server?.reload().catch(() => undefined);
  };
  process.on("SIGHUP", onHangUp);
  try {
    server = await buildServer(options);
    const address = await listen(server, host, port);
    options.onReady(server, address);
    if (!stopped.signal.aborted) await once(stopped.signal, "abort");
    await drain(server, options.drainLimitMs);
  } finally {
    await server?.close();
    process.off("SIGTERM", stop);
    process.off("SIGINT", stop);
    process.off("SIGHUP", onHangUp);
  }
}

async function listen({ app }: ScoringServer, host: string, port: number): Promise<string> {
  try {
    return await app.listen({
      // One address, whatever the machine has under that name.
      host: host === "localhost" ? "127.0.0.1" : host,
      port,
      listenTextResolver: (address) => `listening at ${address}`,
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new InputError("port-in-use", `port ${port} of ${host} is in use already`, {
        cause: error,
        advice: "Choose another with --port.",
      });
    if (code === "EADDRNOTAVAIL" || code === "EACCES" || code === "ENOTFOUND")
      throw new InputError("address-unusable", `cannot listen on ${host}, port ${port}`, {
        cause: error,
        advice: "Choose an address of this machine, and a port above 1023.",
      });
    throw new JobError("address-unusable", `cannot listen on ${host}, port ${port}`, { cause: error });
  }
}

/**
 * Answers what has come and what still comes on open connections, each answer telling that it is the last, and takes no new
 * connection. To close idle connections at once would lose the request that is on its way on one of them.
 */
async function drain(server: ScoringServer, limitMs: number): Promise<void> {
  const { app } = server;
  app.log.info("stopping: no new connections, the rest is answered");
  server.beginDraining();
  // Only the listening ends: http's own close() also cuts idle connections.
  NetServer.prototype.close.call(app.server);
  const began = performance.now();
  let idleEnded = false;
  for (;;) {
    const open = await new Promise<number>((resolve) => {
      app.server.getConnections((error, count) => {
        resolve(error ? 0 : count);
      });
    });
    const waited = performance.now() - began;
    if (open === 0 || waited > limitMs) break;
    if (!idleEnded && waited > Math.min(drainIdleMs, limitMs / 2)) {
      idleEnded = true;
      app.server.closeIdleConnections();
    }
    await wait(20);
  }
}
