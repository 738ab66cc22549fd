/// <reference types="vite/client" />
import { expose } from "comlink";
import { openDuckDb } from "../../../../src/adapters/browser/duckdb.ts";
import { demoFiles, memoryPorts, trainDemo } from "../../../../src/pipeline/steps/demo-workspace.fixture.ts";
import { TablesFace } from "../../../../src/services/tables-face.ts";
import { TablesService } from "../../../../src/services/tables-service.ts";
import { trustedScriptUrl } from "../../../../src/adapters/browser/trusted-types.ts";

async function demoWorkspace() {
  const house = await memoryPorts(await demoFiles({ inlines: 20, crosslines: 60, samples: 200 }));
  await trainDemo(house);
  return house.workspace;
}

const workspace = demoWorkspace();
expose(
  new TablesFace(
    new TablesService({
      workspace: () => workspace,
      database: () => openDuckDb((url) => new Worker(trustedScriptUrl(url))),
      nowMs: () => performance.now(),
    }),
  ),
);
