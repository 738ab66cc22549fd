import { expose, transfer } from "comlink";
import { browserSources, type OfferedFile } from "../src/adapters/browser/browser-sources.ts";
import { nextTask } from "../src/adapters/browser/next-task.ts";
import { ScanFace } from "../src/services/scan-face.ts";
import { ScanService } from "../src/services/scan-service.ts";

const sources = browserSources();
const service = new ScanService({
  openSource: sources.open,
  elapsedSeconds: () => performance.now() / 1000,
  yieldControl: nextTask,
});

expose(
  new ScanFace<OfferedFile, MessagePort>(service, {
    offer: (files) => {
      sources.offer(files);
    },
    move: (value, parts) => transfer(value, parts as Transferable[]),
    serve: (port, taker) => {
      expose(taker, port);
    },
  }),
);
