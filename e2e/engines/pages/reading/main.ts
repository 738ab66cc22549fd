/// <reference types="vite/client" />
import { wrap } from "comlink";
import { trustedScriptUrl } from "../../../../src/adapters/browser/trusted-types.ts";
import type { Reader } from "./worker.ts";
import workerAddress from "./worker.ts?worker&url";

/** What a bench asks of this page. Seconds each. */
export interface ReadingPage {
  /** The chosen file's bytes and nothing else, in pieces of 8 MiB. */
  plainRead(): Promise<number>;
  /** All trace headers and samples, a half in each of two workers. */
  headersAndSamples(): Promise<number>;
}

const pieceBytes = 8 << 20;
const readers = [0, 1].map(() =>
  wrap<Reader>(new Worker(trustedScriptUrl(workerAddress), { type: "module" })),
);

function chosen(): File {
  const file = document.querySelector("input")?.files?.[0];
  if (!file) throw new Error("no file is chosen");
  return file;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const page: ReadingPage = {
  plainRead: () => {
    const file = chosen();
    return seconds(async () => {
      for (let at = 0; at < file.size; at += pieceBytes) await file.slice(at, at + pieceBytes).arrayBuffer();
    });
  },
  headersAndSamples: async () => {
    const file = chosen();
    await Promise.all(readers.map((reader) => reader.open(file)));
    return seconds(() => Promise.all(readers.map((reader, part) => reader.readPart(part, readers.length))));
  },
};

Object.assign(globalThis, { reading: page });
