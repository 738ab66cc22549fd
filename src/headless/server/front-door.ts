import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { errorBodyOf, Refusal, retryAfterSeconds } from "./error-replies.ts";
import { TurnGuard } from "./turn-guard.ts";

/** Requests read together are worked off for so long; those behind come again. */
const turnBudgetMs = 40;
/** Requests of one connection that may wait for their answers; nobody has need of more, and all of them would be read at once. */
const mostPipelined = 32;
/** Who was told why a connection ends gets so long to read it: to close with bytes unread would take the reply back. */
const lingerMs = 1000;
const longestHeadersMs = 10_000;
const keepAliveMs = 72_000;

/** For those who watch the server: answered however busy it is. */
export const watchingRoutes: ReadonlySet<string> = new Set(["/live", "/ready", "/health", "/metrics"]);

const tooSlow = new Refusal(
  408,
  "request-too-slow",
  "the request did not come whole in time",
  "Send it again, in one go.",
);
const notHttp = new Refusal(
  400,
  "not-http",
  "this is no HTTP/1.1 request",
  "Speak HTTP/1.1, without TLS; see /openapi.json for what there is.",
);
/** What Node's reader of HTTP met, in our words. */
const faults: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: tooSlow,
  HPE_HEADER_OVERFLOW: new Refusal(
    431,
    "headers-too-large",
    "the headers are larger than 16 KiB",
    "Leave out cookies and what else is not needed.",
  ),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new Refusal(
    413,
    "body-too-large",
    "the extensions of the body's chunks are too large",
    "Send chunks without extensions.",
  ),
};
const tooBusy = new Refusal(
  503,
  "too-busy",
  "more is asked than can be answered in time",
  "Come again in a moment.",
);
const tooManyAtOnce = new Refusal(
  503,
  "too-many-pipelined",
  `more than ${mostPipelined} requests of one connection wait for their answers`,
  "Wait for answers, or open more connections.",
);
const answerTooSlow = new Refusal(
  503,
  "answer-too-slow",
  "there is no answer yet, and nobody waits for ever",
  "Send fewer traces at once, or ask another server.",
);
const expectationUnknown = new Refusal(
  417,
  "expectation-unknown",
  "of expectations only 100-continue is known",
  "Leave out the header Expect.",
);
const noTunnels = new Refusal(
  405,
  "method-not-allowed",
  "this server is no proxy",
  "See /openapi.json for what there is.",
);

/** A connection's requests that have no whole answer yet. */
interface Exchange {
  open: number;
  /** The last of them, and its answer. */
  request: IncomingMessage;
  response: ServerResponse;
  /** Nothing more is answered: its end has been told. */
  isOver: boolean;
}

export interface FrontDoorOptions {
  /** A request that has not come whole after this time is told so. */
  readonly requestTimeoutMs: number;
  /** Hears of each refusal made here. `path` and `method` are undefined where there was no request to read them from. */
  readonly onRefused?: (status: number, path?: string, method?: string) => void;
}

/**
 * What stands before the routes: who comes when there is no time, who never ends, and what is no HTTP at all. Each is told why, with
 * the same body as any other error; where that cannot be (somebody does not read, or has had half of an answer), the connection ends.
 */
export class FrontDoor {
  /** From now on each answer is the last on its connection. */
  draining = false;
  private readonly guard = new TurnGuard(turnBudgetMs);
  private readonly exchanges = new WeakMap<Duplex, Exchange>();
  private readonly told = new WeakSet<Duplex>();

  constructor(private readonly options: FrontDoorOptions) {}

  /** A server whose requests pass the door before `handler` gets them. `onClientError` is to be told of its `clientError`s. */
  serve(handler: RequestListener): Server {
    const { requestTimeoutMs } = this.options;
    const lookEveryMs = Math.min(1000, Math.ceil(requestTimeoutMs / 4));
    const server = createServer(
      {
        requestTimeout: requestTimeoutMs,
        headersTimeout: Math.min(longestHeadersMs, requestTimeoutMs),
        connectionsCheckingInterval: lookEveryMs,
        keepAliveTimeout: keepAliveMs,
        // Node would refuse without a word; the routes say it.
        requireHostHeader: false,
      },
      (request, response) => {
        if (this.admits(request, response)) handler(request, response);
      },
    );
    // Nothing sent and nothing taken for so long. Slow senders are found before, by Node itself.
    server.setTimeout(requestTimeoutMs + 2 * lookEveryMs);
    server.on("timeout", (socket: Socket) => {
      this.onStill(socket);
    });
    server.on("checkExpectation", (_request, response) => {
      // Whether a body follows is not known.
      this.refuse(response, expectationUnknown, { isLast: true });
    });
    server.on("connect", (_request, socket) => {
      this.end(socket, noTunnels);
    });
    return server;
  }

  /** What is not even HTTP, or never ends. */
  onClientError(error: Error & { readonly code?: string }, socket: Duplex): void {
    if (socket.destroyed || this.told.has(socket)) return;
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const refusal = faults[error.code ?? ""] ?? notHttp;
    const exchange = this.exchanges.get(socket);
    if (!exchange || exchange.open === 0) this.end(socket, refusal);
    else if (exchange.request.complete) {
      // The fault lies behind what is being answered, which goes first.
      this.told.add(socket);
      exchange.response.once("finish", () => {
        this.told.delete(socket);
        this.end(socket, refusal);
      });
    } else if (exchange.open === 1 && !exchange.response.headersSent) this.end(socket, refusal);
    else socket.destroy();
  }

  /** Whether the routes are to answer; else it is answered already. */
  private admits(request: IncomingMessage, response: ServerResponse): boolean {
    const exchange = this.begin(request, response);
    if (exchange.isOver) return false;
    if (exchange.open > mostPipelined) {
      exchange.isOver = true;
      this.refuse(response, tooManyAtOnce, { isLast: true, request });
      return false;
    }
    if (this.guard.admits() || watchingRoutes.has(pathOf(request) ?? "")) return true;
    this.refuse(response, tooBusy, { isLast: this.draining, request });
    return false;
  }

  private begin(request: IncomingMessage, response: ServerResponse): Exchange {
    const { socket } = request;
    const known = this.exchanges.get(socket);
    const exchange = known ?? { open: 0, request, response, isOver: false };
    if (known) {
      known.request = request;
      known.response = response;
    } else this.exchanges.set(socket, exchange);
    exchange.open++;
    response.once("close", () => {
      exchange.open--;
    });
    return exchange;
  }

  /** Nothing has moved on the connection for long: it was idle, or somebody does not read, or the answer is late. */
  private onStill(socket: Socket): void {
    const exchange = this.exchanges.get(socket);
    if (exchange?.open !== 1 || exchange.response.headersSent) socket.destroy();
    else if (exchange.request.complete) this.refuse(exchange.response, answerTooSlow, { isLast: true });
    else this.end(socket, tooSlow);
  }

  private refuse(
    response: ServerResponse,
    refusal: Refusal,
    { isLast, request }: { readonly isLast: boolean; readonly request?: IncomingMessage },
  ): void {
    const body = Buffer.from(errorBodyOf(refusal));
    const headers: OutgoingHttpHeaders = {
      "content-type": "application/json; charset=utf-8",
      "content-length": body.length,
      "x-content-type-options": "nosniff",
    };
    if (refusal.statusCode === 503) headers["retry-after"] = String(retryAfterSeconds);
    if (isLast) headers.connection = "close";
    response.writeHead(refusal.statusCode, headers);
    response.end(body);
    this.options.onRefused?.(refusal.statusCode, request && pathOf(request), request?.method);
  }

  /** One reply where there is no response to write it to, and the connection is over. */
  private end(socket: Duplex, refusal: Refusal): void {
    if (this.told.has(socket)) return;
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    this.told.add(socket);
    const { statusCode } = refusal;
    const body = errorBodyOf(refusal);
    socket.end(
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ""}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
    );
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once("close", () => {
      clearTimeout(timer);
    });
    this.options.onRefused?.(statusCode);
  }
}

const pathOf = ({ url }: IncomingMessage): string | undefined => url?.split("?", 1)[0];
