import { createRequire } from "node:module";
import path from "node:path";
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import type { SqlDatabase } from "./duckdb-contract.ts";
import { DuckDbDatabase } from "./duckdb-database.ts";

/** The same engine as in the browser, in Node's own thread. */
export async function openNodeDuckDb(): Promise<SqlDatabase> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm"));
  const bundle = (name: string): { mainModule: string; mainWorker: string } => ({
    mainModule: path.join(folder, `duckdb-${name}.wasm`),
    mainWorker: path.join(folder, `duckdb-node-${name}.worker.cjs`),
  });
  const database = await createDuckDB(
    { mvp: bundle("mvp"), eh: bundle("eh") },
    new VoidLogger(),
    NODE_RUNTIME,
  );
  await database.instantiate();
  database.open({
    path: ":memory:",
    query: { castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true },
  });
  const connection = database.connect();
  return DuckDbDatabase.open(
    connection,
    () => performance.now(),
    () => {
      connection.close();
    },
  );
}
