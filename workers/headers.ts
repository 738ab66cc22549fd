import { expose } from "comlink";
import { browserSources, type OfferedFile } from "../src/adapters/browser/browser-sources.ts";
import { openBrowserStorage } from "../src/adapters/browser/browser-storage.ts";
import { openWorkspace, type Workspace } from "../src/pipeline/workspace/contract.ts";
import { HeadersFace } from "../src/services/headers-face.ts";
import { HeadersService } from "../src/services/headers-service.ts";

const sources = browserSources();
const storage = openBrowserStorage();
let opened: Workspace | undefined;

const service = new HeadersService({
  openSource: sources.open,
  workspace: async () =>
    (opened ??= await openWorkspace(storage, { create: false, now: () => new Date().toISOString() })),
});

expose(
  new HeadersFace<OfferedFile>(service, {
    offer: (files) => {
      sources.offer(files);
    },
    nowMs: () => performance.now(),
  }),
);
