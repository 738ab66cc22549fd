import { expose } from "comlink";
import { browserSources, type OfferedFile } from "../src/adapters/browser/browser-sources.ts";
import { openBrowserStorage } from "../src/adapters/browser/browser-storage.ts";
import { openWorkspace, type Workspace } from "../src/pipeline/workspace/contract.ts";
import { ScoreFace } from "../src/services/score-face.ts";
import { ScoreService } from "../src/services/score-service.ts";

const sources = browserSources();
const storage = openBrowserStorage();
let opened: Workspace | undefined;

const service = new ScoreService({
  openSource: sources.open,
  workspace: async () =>
    (opened ??= await openWorkspace(storage, { create: false, now: () => new Date().toISOString() })),
  nowMs: () => performance.now(),
});

expose(
  new ScoreFace<OfferedFile>(service, (files) => {
    sources.offer(files);
  }),
);
