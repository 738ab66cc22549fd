import { describe, expect, it } from "vitest";
import { memorySegy } from "./memory-segy.fixture.ts";
import { readLabelVolume } from "./read-label-volume.ts";

const volume = (samples: number[][], crossline = samples.map((_, i) => 300 + i)) =>
  memorySegy({ file: "line.facies.sgy", inline: samples.map(() => 128), crossline, samples, delayMs: 4 });

describe("readLabelVolume", () => {
  it("turns runs of a class into intervals by time, end exclusive, and names classes by their number", async () => {
    const { classes, intervals, kind, fileName } = await readLabelVolume(
      volume([
        [0, 0, 3, 9],
        [9, 9, 9, 9],
      ]),
    );
    expect({ kind, fileName, classes }).toEqual({
      kind: "volume",
      fileName: "line.facies.sgy",
      classes: ["0", "3", "9"],
    });
    expect([...intervals.crossline]).toEqual([300, 300, 300, 301]);
    expect([...intervals.startMs]).toEqual([4, 12, 16, 4]);
    expect([...intervals.endMs]).toEqual([12, 16, 20, 20]);
    expect([...intervals.classIndex]).toEqual([0, 1, 2, 2]);
  });

  it("takes names for the numbers that have one", async () => {
    const { classes } = await readLabelVolume(volume([[0, 2, 1, 1]]), undefined, undefined, {
      classNames: ["sand", "shale"],
    });
    expect(classes).toEqual(["sand", "shale", "2"]);
  });

  it("leaves −1 unlabelled", async () => {
    const { intervals } = await readLabelVolume(volume([[-1, 1, 1, -1]]));
    expect([...intervals.startMs]).toEqual([8]);
    expect([...intervals.endMs]).toEqual([16]);
  });

  it.each([
    ["an amplitude", 0.5],
    ["NaN", NaN],
    ["infinity", Infinity],
    ["a negative number", -2],
    ["a number above 255", 256],
  ])("refuses %s and says where", async (_, value) => {
    await expect(
      readLabelVolume(
        volume([
          [1, 1, 1],
          [1, 1, value],
        ]),
      ),
    ).rejects.toMatchObject({
      code: "label-volume-not-classes",
      place: { file: "line.facies.sgy", traceIndex: 1 },
      message: expect.stringContaining(`trace 1, sample 2 is ${value}`) as string,
    });
  });

  it("refuses two traces of one position that disagree, and takes them when they agree", async () => {
    await expect(
      readLabelVolume(
        volume(
          [
            [1, 1],
            [1, 2],
          ],
          [300, 300],
        ),
      ),
    ).rejects.toMatchObject({
      code: "label-volume-conflict",
      message: expect.stringContaining("traces 0 and 1 are both at inline 128, crossline 300") as string,
    });
    const { intervals } = await readLabelVolume(
      volume(
        [
          [1, 2],
          [1, 2],
        ],
        [300, 300],
      ),
    );
    expect([...intervals.classIndex]).toEqual([0, 1]);
  });

  it("refuses a volume without any label", async () => {
    await expect(readLabelVolume(volume([[-1, -1]]))).rejects.toMatchObject({ code: "labels-empty" });
  });

  it("tells how far it is, and stops when told to", async () => {
    const done: number[] = [];
    await readLabelVolume(volume([[1], [2]]), (traces) => done.push(traces));
    expect(done).toEqual([2]);
    await expect(
      readLabelVolume(volume([[1]]), undefined, AbortSignal.abort(new Error("stopped"))),
    ).rejects.toThrow("stopped");
  });
});
