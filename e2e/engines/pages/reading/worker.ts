/// <reference types="vite/client" />
import { expose } from "comlink";
import { browserSources } from "../../../../src/adapters/browser/browser-sources.ts";
import { openSegy, type SegyFile } from "../../../../src/pipeline/segy/contract.ts";

let segy: SegyFile | undefined;

const reader = {
  async open(file: File): Promise<void> {
    const sources = browserSources();
    sources.offer([{ file }]);
    segy = await openSegy(await sources.open(file.name));
  },
  /** One of equal parts of the traces: headers and samples. @returns how many traces it was */
  async readPart(part: number, parts: number): Promise<number> {
    if (!segy) throw new Error("no file is open");
    const at = (of: number): number => Math.floor((of * (segy?.layout.traces ?? 0)) / parts);
    let traces = 0;
    await segy.readThrough({
      first: at(part),
      count: at(part + 1) - at(part),
      onBlock: ({ headers, samples }) => {
        if (samples.rows !== headers.count) throw new Error("a block without samples");
        traces += headers.count;
      },
    });
    return traces;
  },
};
export type Reader = typeof reader;

expose(reader);
