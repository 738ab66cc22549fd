import { openDatabase } from "./database.ts";

/** A job that has begun and not ended, as it is kept. */
interface JobRecord<Request> {
  readonly id: string;
  readonly request: Request;
  readonly startedAt: string;
}

/** Begun jobs in IndexedDB: structured clones, written before the work begins and removed when it has ended. */
export function jobRecords<Request>(): {
  put(job: JobRecord<Request>): Promise<void>;
  remove(id: string): Promise<void>;
  list(): Promise<JobRecord<Request>[]>;
} {
  return {
    put: async (job) => {
      await (await openDatabase()).put("jobs", job, job.id);
    },
    remove: async (id) => {
      await (await openDatabase()).delete("jobs", id);
    },
    list: async () => (await (await openDatabase()).getAll("jobs")) as JobRecord<Request>[],
  };
}
