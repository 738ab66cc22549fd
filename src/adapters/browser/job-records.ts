import { committed, openDatabase } from "./database.ts";

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
      const transaction = (await openDatabase()).transaction("jobs", "readwrite");
      await committed(transaction, transaction.store.put(job, job.id), "what is to be done");
    },
    remove: async (id) => {
      await (await openDatabase()).delete("jobs", id);
    },
    list: async () => (await (await openDatabase()).getAll("jobs")) as JobRecord<Request>[],
  };
}
