import autocannon from "autocannon";

export interface ClosedOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn, each by POST. */
  readonly bodies: readonly Uint8Array[];
  /** Each sends its next request when it has its answer. */
  readonly connections: number;
  readonly seconds: number;
}

export interface ClosedReport {
  readonly perSecond: number;
  /** Of answers, ms since they were sent. */
  readonly p50: number;
  readonly p99: number;
  readonly largest: number;
  readonly answered: number;
  /** Answers that are not 2xx, errors of connections, and answers that took over 10 s. */
  readonly failed: number;
}

/** As many requests as are answered, by autocannon: the most that a server can do, since no client asks before its answer. */
export async function closedLoad(order: ClosedOrder): Promise<ClosedReport> {
  const { url, headers, bodies, connections, seconds } = order;
  const { latency, requests, duration, non2xx, errors, timeouts, ...rest } = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: bodies.map((body) => ({ method: "POST", headers, body: Buffer.from(body) })),
  });
  return {
    perSecond: rest["2xx"] / duration,
    p50: latency.p50,
    p99: latency.p99,
    largest: latency.max,
    answered: requests.total,
    failed: non2xx + errors + timeouts,
  };
}
