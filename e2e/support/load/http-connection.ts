import { connect, type Socket } from "node:net";

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/**
 * What became of a request. `unsent`: the connection was known to be closed before the first byte was written, so that any
 * client may send it elsewhere. `dropped`: written to an open connection, and the connection ended without a whole answer.
 */
export type Outcome =
  | { readonly kind: "answered"; readonly answer: HttpAnswer }
  | { readonly kind: "unsent" }
  | { readonly kind: "dropped"; readonly why: string };

const headEnd = Buffer.from("\r\n\r\n");

/** The bytes of a request on a connection that stays. */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string = "",
): Buffer {
  const content = typeof body === "string" ? Buffer.from(body) : body;
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1"];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (method !== "GET" || content.length > 0) lines.push(`Content-Length: ${content.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), content]);
}

/** Body of chunks as it was sent, or undefined while the last chunk is not there. */
function unchunked(bytes: Buffer): { body: Buffer; end: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", at, line), 16);
    const end = line + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), end: end + 2 };
    parts.push(bytes.subarray(line + 2, end));
    at = end + 2;
  }
}

/** The first whole answer in `bytes`, and where it ends. */
function readAnswer(bytes: Buffer, isEnded: boolean): { answer: HttpAnswer; end: number } | undefined {
  const head = bytes.indexOf(headEnd);
  if (head < 0) return undefined;
  const [first, ...lines] = bytes.toString("latin1", 0, head).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first ?? "")?.[1]);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const from = head + headEnd.length;
  if (status === 100) return readAnswer(bytes.subarray(from), isEnded);
  const length = headers.get("content-length");
  if (length !== undefined || status === 204 || status === 304) {
    const end = from + Number(length ?? 0);
    return bytes.length < end
      ? undefined
      : { answer: { status, headers, body: bytes.subarray(from, end) }, end };
  }
  if (headers.get("transfer-encoding") === "chunked") {
    const whole = unchunked(bytes.subarray(from));
    return whole && { answer: { status, headers, body: whole.body }, end: from + whole.end };
  }
  return isEnded ? { answer: { status, headers, body: bytes.subarray(from) }, end: bytes.length } : undefined;
}

/**
 * One keep-alive connection, one request at a time. Node's own client repeats and hides what a load has to tell apart: whether a
 * request had been sent when its connection ended.
 */
export class HttpConnection {
  private received: Buffer[] = [];
  private waiting: ((outcome: Outcome) => void) | undefined;
  private isOver = false;
  private why = "closed";

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => {
      this.received.push(bytes);
      this.look(false);
    });
    socket.on("end", () => {
      this.over();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      this.why = error.code ?? error.message;
    });
    socket.on("close", () => {
      this.over();
    });
  }

  /** @throws Error with the code of the system (ECONNREFUSED, …) */
  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1" });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new HttpConnection(socket));
      });
    });
  }

  /** Whether another request may be written. */
  get isOpen(): boolean {
    return !this.isOver && this.socket.writable;
  }

  send(request: Uint8Array): Promise<Outcome> {
    if (!this.isOpen) return Promise.resolve({ kind: "unsent" });
    if (this.waiting) throw new Error("one request at a time");
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private look(isEnded: boolean): void {
    if (!this.waiting) return;
    const bytes = this.received.length === 1 ? this.received[0]! : Buffer.concat(this.received);
    const found = readAnswer(bytes, isEnded);
    if (!found) {
      this.received = bytes.length > 0 ? [bytes] : [];
      return;
    }
    const rest = bytes.subarray(found.end);
    this.received = rest.length > 0 ? [rest] : [];
    if (found.answer.headers.get("connection")?.toLowerCase() === "close") {
      this.isOver = true;
      this.socket.end();
    }
    this.tell({ kind: "answered", answer: found.answer });
  }

  private over(): void {
    this.isOver = true;
    this.look(true);
    this.tell({ kind: "dropped", why: this.why });
    this.socket.destroy();
  }

  private tell(outcome: Outcome): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.(outcome);
  }
}
