import { createRequire } from "node:module";
import path from "node:path";
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import type { SqlDatabase } from "./duckdb-contract.ts";
import { DuckDbDatabase } from "./duckdb-database.ts";

type Engine = Awaited<ReturnType<typeof createDuckDB>>;

/** Engines whose database was closed: to compile one takes a second, to open a new database in it nothing. */
const idle: Engine[] = [];

async function startEngine(): Promise<Engine> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm"));
  const bundle = (name: string): { mainModule: string; mainWorker: string } => ({
    mainModule: path.join(folder, `duckdb-${name}.wasm`),
    mainWorker: path.join(folder, `duckdb-node-${name}.worker.cjs`),
  });
  const engine = await createDuckDB({ mvp: bundle("mvp"), eh: bundle("eh") }, new VoidLogger(), NODE_RUNTIME);
  await engine.instantiate();
  return engine;
}

/** The same engine as in the browser, in Node's own thread, with a database of its own. */
export async function openNodeDuckDb(): Promise<SqlDatabase> {
  const engine = idle.pop() ?? (await startEngine());
  engine.open({
    path: ":memory:",
    query: { castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true },
  });
  const connection = engine.connect();
  return DuckDbDatabase.open(
    connection,
    () => performance.now(),
    () => {
      connection.close();
      idle.push(engine);
    },
  );
}
