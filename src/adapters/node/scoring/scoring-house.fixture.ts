import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";
import { readBundle, type ScoringModel } from "../../../pipeline/bundle/contract.ts";
import { parseModelParameters } from "../../../pipeline/models/contract.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import { demoFiles, memoryPorts, trainDemo } from "../../../pipeline/steps/demo-workspace.fixture.ts";
import { exportBundle } from "../../../pipeline/steps/export-bundle.ts";
import { trainModel } from "../../../pipeline/steps/train-model.ts";
import type { ScorerProgram } from "./contract.ts";

export interface ProvenBundle {
  readonly zip: Uint8Array;
  readonly model: ScoringModel;
}

/** What a pool needs: a scorer to start, bundles, and a place for files. */
export interface ScoringHouse {
  readonly folder: string;
  readonly program: ScorerProgram;
  readonly one: ProvenBundle;
  /** Of the same windows, with other answers. */
  readonly other: ProvenBundle;
  remove(): Promise<void>;
}

/** The scorer of these very sources, built: it starts in a fraction of the time that the sources take. */
async function buildScorer(folder: string): Promise<ScorerProgram> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      ssr: "src/headless/scorer/main.ts",
      outDir: folder,
      emptyOutDir: false,
      target: "node20",
      minify: false,
      rollupOptions: { output: { entryFileNames: "scorer.js" } },
    },
  });
  return { command: process.execPath, args: [path.join(folder, "scorer.js")] };
}

export async function scoringHouse(): Promise<ScoringHouse> {
  // Within the project, where the packages are found that stay outside the build.
  await mkdir(".cache", { recursive: true });
  const folder = await mkdtemp(path.resolve(".cache/scorers-"));
  const ports = await memoryPorts(await demoFiles());
  await trainDemo(ports);
  await trainModel(ports, {
    specification: parseModelParameters("boosting", { iterations: "3", minSamplesLeaf: "5" }),
    split: { kind: "lines", train: ["inline-100"], test: ["inline-108"], bufferTraces: 0 },
    withTime: true,
    withoutClasses: [],
    classWeight: "none",
    seed: 2,
  });
  const proven = async (version: string): Promise<ProvenBundle> => {
    const { bytes: zip } = await exportBundle(ports, version);
    return { zip, model: (await readBundle(zip, scoreWindows)).model };
  };
  return {
    folder,
    program: await buildScorer(folder),
    one: await proven("1"),
    other: await proven("2"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A survey of several blocks for the bundles' models, with a NaN in trace 17: of the file, its bytes. */
export async function severalBlocks(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = (await demoFiles({ inlines: 60, crosslines: 60 })).get("demo.sgy")!;
  const samples = 120;
  new DataView(bytes.buffer).setFloat32(3600 + 17 * (240 + 4 * samples) + 240 + 4 * 50, NaN);
  await writeFile(file, bytes);
  return bytes;
}
