import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder, describeWithData } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { findLineCandidates, openSegy, suspectLineBytes, type SegyFile } from "./contract.ts";
import { generatedSegy } from "./generated-segy.fixture.ts";
import { memorySource } from "./memory-file.fixture.ts";

interface Survey {
  readonly inline: number;
  readonly crossline: number;
  readonly lines?: number;
  readonly perLine?: number;
  /** Holes, as a survey has them. */
  readonly skip?: (inline: number, crossline: number) => boolean;
  readonly hasCoordinates?: boolean;
  readonly isTransposed?: boolean;
}

/** A rotated survey with its numbers at other bytes than the standard's, which are blank. */
async function survey(what: Survey, order: "big" | "little" = "big"): Promise<SegyFile> {
  const { lines = 12, perLine = 25, skip, hasCoordinates = true, isTransposed = false } = what;
  const all = Array.from({ length: lines * perLine }, (_, i) =>
    isTransposed
      ? { inline: 100 + 2 * (i % lines), crossline: 300 + Math.floor(i / lines) }
      : { inline: 100 + 2 * Math.floor(i / perLine), crossline: 300 + (i % perLine) },
  ).filter(({ inline, crossline }) => !skip?.(inline, crossline));
  const bytes = await generatedSegy({
    order,
    traces: all.length,
    samples: 4,
    change: (view) => {
      all.forEach(({ inline, crossline }, i) => {
        const at = 3600 + i * (240 + 16);
        view.setInt32(at + 20, 0);
        for (const word of [180, 184, 188, 192]) view.setInt32(at + word, 0);
        if (hasCoordinates) {
          view.setInt32(at + 180, 6_000_000 + Math.round(30 * inline + 220 * crossline));
          view.setInt32(at + 184, 60_000_000 + Math.round(250 * inline - 25 * crossline));
        }
        view.setInt32(at + what.inline - 1, inline);
        view.setInt32(at + what.crossline - 1, crossline);
      });
    },
  });
  return openSegy(memorySource("a.sgy", bytes));
}

describe("candidates for line numbers", () => {
  it.each([
    [9, 21],
    [5, 21],
    [221, 225],
    [17, 13],
    [233, 237],
    [189, 193],
  ])("are found at bytes %i and %i, whatever the survey is like", async (inline, crossline) => {
    const likes: readonly Omit<Survey, "inline" | "crossline">[] = [
      {},
      { hasCoordinates: false },
      { isTransposed: true },
      { skip: (i, x) => (i * 7 + x * 3) % 10 === 0 || (i > 110 && x < 306) },
    ];
    for (const like of likes) {
      const segy = await survey({ inline, crossline, ...like });
      const candidates = await findLineCandidates(segy);
      expect({ like, best: candidates[0] }).toMatchObject({ like, best: { inline, crossline } });
      expect(candidates[0]!.inlines).toMatchObject({ min: 100, max: 122, count: 12 });
      expect("coordinateFit" in candidates[0]!).toBe(like.hasCoordinates ?? true);
      const isStandard = inline === 189;
      expect(suspectLineBytes(segy.lineBytes, candidates).map(({ code }) => code)).toEqual(
        isStandard ? [] : ["line-bytes-suspected"],
      );
    }
  });

  it("are found in little-endian too, and none where there is nothing", async () => {
    const [best] = await findLineCandidates(await survey({ inline: 9, crossline: 21 }, "little"));
    expect(best).toMatchObject({ inline: 9, crossline: 21 });
    expect(
      await findLineCandidates(await survey({ inline: 9, crossline: 21, lines: 1, perLine: 1 })),
    ).toEqual([]);
  });
});

describeWithData("candidates for line numbers, in real lines", () => {
  it("are the standard's bytes, and leave no suspicion", async () => {
    for (const name of readdirSync(path.join(dataFolder, "f3")).filter((file) => file.endsWith(".sgy"))) {
      const source = await openFileSource(path.join(dataFolder, "f3", name));
      const segy = await openSegy(source);
      const candidates = await findLineCandidates(segy);
      expect({ name, best: candidates[0] }).toMatchObject({ name, best: { inline: 189, crossline: 193 } });
      expect(candidates[0]!.coordinateFit).toBeCloseTo(1, 4);
      expect(suspectLineBytes(segy.lineBytes, candidates)).toEqual([]);
      await source.close();
    }
  });
});
