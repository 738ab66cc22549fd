import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { byteOrders } from "./byte-order.ts";
import { extension1, generatedSegy, type Generated } from "./generated-segy.fixture.ts";
import { sampleFormats } from "./sample-formats.ts";

/** A whole file that mutations begin with. Its name is the file's, and how a recipe finds it again. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Larger ones of the awkward files would take most of the time, and hold no header that smaller ones lack. */
const largestSeed = 30_000;

const stanza = `((SEG:Layout))<segy-layout><entry name="iline" byte="5" type="int4"/><entry name="xline" byte="21" type="int4"/></segy-layout>`;

/** What a file announces in its binary header and its extended texts. */
const announced: Readonly<Record<string, (view: DataView) => void>> = {
  "texts-to-end": (view) => {
    view.setInt16(3504, -1);
  },
  revision2: (view) => {
    view.setUint16(3500, 0x0201);
    view.setUint32(3268, 20);
    view.setBigUint64(3512, 6n);
    view.setBigUint64(3520, 3600n + 6400n);
    view.setInt32(3528, 1);
    view.setUint32(3296, 0x01020304);
  },
  stanza: (view) => {
    Array.from(stanza.padEnd(3200)).forEach((character, i) => {
      view.setUint8(3600 + i, character.charCodeAt(0));
    });
  },
};

/** Small files of every kind that is read, made by code. */
export async function generatedSeeds(): Promise<Seed[]> {
  const kinds: [name: string, kind: Generated][] = [];
  for (const order of byteOrders)
    for (const { code: format } of sampleFormats) {
      kinds.push([`${order}-${format}.sgy`, { order, format, samples: 9 }]);
      kinds.push([
        `${order}-${format}-blocks.sgy`,
        { order, format, samples: 6, extendedTexts: 1, furtherBlocks: [extension1(() => undefined)] },
      ]);
    }
  for (const { code: format } of sampleFormats)
    kinds.push([`one-trace-${format}.sgy`, { format, samples: 30, traces: 1 }]);
  for (const [name, change] of Object.entries(announced))
    kinds.push([`${name}.sgy`, { extendedTexts: 2, change }]);
  const seeds: Seed[] = [];
  for (const [name, kind] of kinds) seeds.push({ name, bytes: await generatedSegy(kind) });
  for (const order of ["big", "little"] as const)
    for (const name of [`${order}.su`, `${order}-su.sgy`])
      seeds.push({ name, bytes: (await generatedSegy({ order, traces: 24 })).slice(3600) });
  return seeds;
}

const zooName = "zoo/";
/** Whether a seed is made by code, here and everywhere. */
export const isGenerated = ({ name }: Seed): boolean => !name.startsWith(zooName);

/** The smaller of the awkward files, where they are. */
export function zooSeeds(folder: string): Seed[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.(sgy|su)$/.test(name) && statSync(path.join(folder, name)).size <= largestSeed)
    .sort()
    .map((name) => ({ name: zooName + name, bytes: readFileSync(path.join(folder, name)) }));
}
