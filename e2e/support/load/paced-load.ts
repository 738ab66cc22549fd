import { HttpConnection, requestBytes, type Outcome } from "./http-connection.ts";
import { Latencies } from "./latencies.ts";

export interface PacedOrder {
  readonly port: number;
  /** Whole requests, sent in turn. */
  readonly requests: readonly Uint8Array[];
  readonly perSecond: number;
  readonly seconds: number;
  /** Connections at most; a request that is due when all are busy waits, and its wait counts. */
  readonly connections: number;
  /**
   * Opens all connections before the first request is due, each with one GET of this path. Many that are opened at once overflow
   * what the system keeps for a busy server, and each then waits seconds for its next attempt, which is not the server's time.
   */
  readonly openBy?: string;
}

const openingAtOnce = 16;

/** Connections that the server has taken up, since each has had an answer. */
async function openedBy({ port, connections, openBy }: PacedOrder): Promise<HttpConnection[]> {
  if (openBy === undefined) return [];
  const opened: HttpConnection[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < connections) {
      begun++;
      const connection = await HttpConnection.open(port);
      const outcome = await connection.send(requestBytes("GET", openBy, {}));
      if (outcome.kind !== "answered") throw new Error(`a connection was not taken up: ${outcome.kind}`);
      opened.push(connection);
    }
  };
  await Promise.all(Array.from({ length: openingAtOnce }, work));
  return opened;
}

export interface LatencySummary {
  readonly p50: number;
  readonly p99: number;
  readonly largest: number;
}

export interface PacedReport {
  /** Requests that were due, and all of them are in one of the following. */
  readonly due: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers of 400 and more by status and code, such as `503 busy`. */
  readonly codes: Readonly<Record<string, number>>;
  /** Written to an open connection, and never answered. */
  readonly dropped: number;
  /** Never sent: nobody accepted a connection, or the run was over. */
  readonly unsent: number;
  readonly whyDropped: Readonly<Record<string, number>>;
  /** Of answers below 300, ms from when the request was due: what a caller sees who does not wait for the answer before. */
  readonly sinceDue: LatencySummary;
  /** The same from when it was written. */
  readonly sinceSent: LatencySummary;
  /** Requests that found no free connection when they were due. */
  readonly late: number;
  readonly seconds: number;
  /** Of this process, 1 is one core. */
  readonly cpuShare: number;
}

const codePattern = /"code":"([^"]*)"/;

const summaryOf = (latencies: Latencies): LatencySummary => ({
  p50: latencies.quantile(0.5),
  p99: latencies.quantile(0.99),
  largest: latencies.largestMs,
});

const addTo = (counts: Record<string, number>, name: string | number): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/**
 * Sends requests when they are due, at even distances, whether or not earlier ones were answered (open loop): a server that
 * stalls gets no rest, and what fell due during the stall counts with its full wait. A client that waits for its answers would
 * leave these out (coordinated omission).
 * @param stopped ends the sending early; what is under way is waited for
 */
export async function pacedLoad(order: PacedOrder, stopped?: AbortSignal): Promise<PacedReport> {
  const { port, requests, perSecond, seconds, connections } = order;
  const total = Math.round(perSecond * seconds);
  const statuses: Record<string, number> = {};
  const codes: Record<string, number> = {};
  const whyDropped: Record<string, number> = {};
  const [sinceDue, sinceSent] = [new Latencies(), new Latencies()];
  let [dropped, unsent, late] = [0, 0, 0];
  const free = await openedBy(order);
  const all = new Set<HttpConnection>(free);
  let opening = 0;
  /** Due and not yet sent, as their numbers, the first at `next`. */
  const waiting: number[] = [];
  let next = 0;
  let underWay = 0;
  const cpu = process.cpuUsage();
  const from = performance.now();
  const dueAt = (number: number): number => from + (1000 * number) / perSecond;

  const note = (number: number, sentAt: number, outcome: Outcome): void => {
    if (outcome.kind === "unsent") unsent++;
    else if (outcome.kind === "dropped") {
      dropped++;
      addTo(whyDropped, outcome.why);
    } else {
      const { status, body } = outcome.answer;
      addTo(statuses, status);
      if (status >= 400) addTo(codes, `${status} ${codePattern.exec(body.toString())?.[1] ?? "(no code)"}`);
      if (status < 300) {
        const now = performance.now();
        sinceDue.add(now - dueAt(number));
        sinceSent.add(now - sentAt);
      }
    }
  };

  const pump = (): void => {
    while (next < waiting.length) {
      const connection = free.pop();
      if (!connection) break;
      if (!connection.isOpen) {
        all.delete(connection);
        continue;
      }
      const number = waiting[next++]!;
      const sentAt = performance.now();
      underWay++;
      void connection.send(requests[number % requests.length]!).then((outcome) => {
        underWay--;
        note(number, sentAt, outcome);
        if (connection.isOpen) free.push(connection);
        else all.delete(connection);
        pump();
      });
    }
    if (next > 10_000) {
      waiting.splice(0, next);
      next = 0;
    }
    while (opening < waiting.length - next && all.size + opening < connections) {
      opening++;
      HttpConnection.open(port).then(
        (connection) => {
          opening--;
          all.add(connection);
          free.push(connection);
          pump();
        },
        () => {
          opening--;
          // Nobody listens: what is due now goes nowhere.
          if (next < waiting.length) {
            next++;
            unsent++;
          }
        },
      );
    }
  };

  let due = 0;
  const isStopped = (): boolean => stopped?.aborted ?? false;
  while (due < total && !isStopped()) {
    const now = performance.now();
    while (due < total && dueAt(due) <= now) {
      if (free.length === 0 && all.size + opening >= connections) late++;
      waiting.push(due++);
    }
    pump();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const ended = performance.now();
  // Answers may take as long as a server may; what has none by then is dropped.
  while ((underWay > 0 || next < waiting.length) && performance.now() - ended < 30_000) {
    if (isStopped()) {
      unsent += waiting.length - next;
      next = waiting.length;
    }
    pump();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  unsent += waiting.length - next;
  if (underWay > 0) whyDropped["no answer in 30 s"] = underWay;
  dropped += underWay;
  for (const connection of all) connection.close();
  const took = (ended - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    due,
    statuses,
    codes,
    dropped,
    unsent,
    whyDropped,
    late,
    sinceDue: summaryOf(sinceDue),
    sinceSent: summaryOf(sinceSent),
    seconds: took,
    cpuShare: (user + system) / 1e6 / took,
  };
}
