import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import { JobError } from "../../pipeline/errors.ts";
import type { SqlDatabase } from "./duckdb-contract.ts";
import { DuckDbDatabase } from "./duckdb-database.ts";

/**
 * DuckDB-WASM in a worker of its own, in memory: the truth stays in the workspace. About 8 MB come on the first call.
 * @param startWorker makes a classic worker at an address of this app, blessed as the policy asks
 * @throws JobError `sql-unavailable`
 */
export async function openDuckDb(startWorker: (url: string) => Worker): Promise<SqlDatabase> {
  let worker: Worker | undefined;
  try {
    worker = startWorker(workerUrl);
    const database = new AsyncDuckDB(new VoidLogger(), worker);
    await database.instantiate(new URL(wasmUrl, globalThis.location.href).href, null);
    await database.open({
      path: ":memory:",
      query: { castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true },
    });
    const connection = await database.connect();
    return await DuckDbDatabase.open(
      connection,
      () => performance.now(),
      () => database.terminate(),
    );
  } catch (cause) {
    worker?.terminate();
    throw new JobError("sql-unavailable", "the query engine could not be started", {
      cause,
      advice:
        "Load the page again; offline, it must have been used once before, or made ready for the field.",
    });
  }
}
