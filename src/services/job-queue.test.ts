import { describe, expect, it } from "vitest";
import { JobError } from "../pipeline/errors.ts";
import type { Job } from "./contract.ts";
import { JobQueue, type JobStore } from "./job-queue.ts";

const noRoom = async (): Promise<never> => {
  throw new JobError("storage-full", "no room", { advice: "Free some space." });
};
const emptyStore: JobStore = {
  put: async () => undefined,
  remove: async () => undefined,
  list: async () => [],
};

function queueWith(store: Partial<JobStore>): { queue: JobQueue; ran: string[]; seen: Job[] } {
  const ran: string[] = [];
  const seen: Job[] = [];
  let ids = 0;
  const queue = new JobQueue({
    store: { ...emptyStore, ...store },
    now: () => "2026-01-01T00:00:00.000Z",
    newId: () => `job-${ids++}`,
    elapsedSeconds: () => 0,
    run: async ({ id }) => {
      ran.push(id);
      return { kind: "report", html: "" };
    },
    onChange: (job) => seen.push(job),
  });
  return { queue, ran, seen };
}

describe("a job queue whose disk is full", () => {
  it("fails a job that it has no room to note down, and does not begin it", async () => {
    const { queue, ran, seen } = queueWith({ put: noRoom });
    const id = await queue.start({ kind: "verify" });
    await queue.idle();
    expect(ran).toEqual([]);
    expect(queue.get(id)).toMatchObject({
      state: "failed",
      fault: { code: "storage-full", advice: "Free some space." },
    });
    expect(seen.map(({ state }) => state)).toEqual(["failed"]);
  });

  it("goes on with the next job where an ended one cannot be forgotten", async () => {
    const { queue, ran } = queueWith({ remove: noRoom });
    await queue.start({ kind: "verify" });
    await queue.start({ kind: "verify" });
    await queue.idle();
    expect(ran).toEqual(["job-0", "job-1"]);
    expect(queue.list().map(({ state }) => state)).toEqual(["done", "done"]);
  });
});
