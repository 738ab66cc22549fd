import { expose } from "comlink";
import { browserSources, type OfferedFile } from "../src/adapters/browser/browser-sources.ts";
import { openBrowserStorage } from "../src/adapters/browser/browser-storage.ts";
import { openDuckDb } from "../src/adapters/browser/duckdb.ts";
import { openWorkspace, type Workspace } from "../src/pipeline/workspace/contract.ts";
import { TablesFace } from "../src/services/tables-face.ts";
import { TablesService } from "../src/services/tables-service.ts";
import { trustedScriptUrl } from "../src/adapters/browser/trusted-types.ts";

const sources = browserSources();
const storage = openBrowserStorage();
let opened: Workspace | undefined;

const service = new TablesService({
  workspace: async () =>
    (opened ??= await openWorkspace(storage, { create: false, now: () => new Date().toISOString() })),
  openSource: sources.open,
  database: () => openDuckDb((url) => new Worker(trustedScriptUrl(url), { name: "duckdb" })),
  nowMs: () => performance.now(),
});

expose(
  new TablesFace<OfferedFile>(service, (files) => {
    sources.offer(files);
  }),
);
