import { expose, transfer } from "comlink";
import { browserSources, type OfferedFile } from "../src/adapters/browser/browser-sources.ts";
import { openBrowserStorage } from "../src/adapters/browser/browser-storage.ts";
import { openWorkspace, type Workspace } from "../src/pipeline/workspace/contract.ts";
import { SectionFace } from "../src/services/section-face.ts";
import { SectionService } from "../src/services/section-service.ts";

const sources = browserSources();
const storage = openBrowserStorage();
let opened: Workspace | undefined;

const service = new SectionService({
  openSource: sources.open,
  workspace: async () =>
    (opened ??= await openWorkspace(storage, {
      create: false,
      now: () => new Date().toISOString(),
    })),
});

expose(
  new SectionFace<ImageBitmap, OfferedFile>(service, {
    offer: (files) => {
      sources.offer(files);
    },
    toBitmap: ({ data, width, height }) => createImageBitmap(new ImageData(data, width, height)),
    move: (value, parts) => transfer(value, parts as Transferable[]),
  }),
);
