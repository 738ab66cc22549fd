import { expect, it } from "vitest";
import { demoFiles, memoryPorts, trainDemo } from "./demo-workspace.fixture.ts";
import { LabelDraft } from "./label-draft.ts";
import { labelQueue } from "./label-queue.ts";
import { predictSurvey } from "./predict-survey.ts";
import { readPrediction } from "./prediction-record.ts";

const scorer = { kind: "version", version: 1 } as const;
const options = { scorer, most: 12, apartBins: 3, apartMs: 100 };

it("asks for what the newest labels do not say, the most doubtful first", async () => {
  const ports = await memoryPorts(await demoFiles());
  await trainDemo(ports);
  await expect(labelQueue(ports.workspace, options)).rejects.toMatchObject({ code: "nothing-scored" });
  const { prediction } = await predictSurvey(ports, { scorer, survey: "demo" });
  const said = await readPrediction(ports.workspace, prediction);

  // The demo's own labels say all of it.
  expect(await labelQueue(ports.workspace, options)).toEqual({
    windows: [],
    scored: said.rows,
    labelled: said.rows,
    surveys: ["demo"],
  });

  // A newer set says something of one trace alone, from 100 ms on: 128 ms windows with their centre at 64 ms and later.
  const draft = await LabelDraft.begin({ ...ports, now: () => "2026-02-01T00:00:00.000Z" });
  const [inline, crossline] = [said.inline[0]!, said.crossline[0]!];
  await draft.apply({
    kind: "paint",
    tool: "rectangle",
    class: "anomaly",
    survey: "demo",
    strokes: { inline: [inline], crossline: [crossline], startMs: [100], endMs: [9999] },
  });
  await draft.save({});
  const queue = await labelQueue(ports.workspace, options);
  const isSaid = (row: number): boolean =>
    said.inline[row] === inline && said.crossline[row] === crossline && said.startMs[row]! + 64 >= 100;
  const rows = Array.from({ length: said.rows }, (_, row) => row);
  expect(queue.labelled).toBe(rows.filter(isSaid).length);
  expect(queue.labelled).toBeGreaterThan(0);
  expect(queue.windows).toHaveLength(12);

  // The first of each pair has the smallest gap of all windows that mix up this pair.
  const { data, columns } = said.probabilities;
  const twoOf = (row: number): { readonly pair: string; readonly gap: number } => {
    const own = said.classes
      .map((name, c) => ({ name, p: data[row * columns + c]! }))
      .sort((a, b) => b.p - a.p);
    return { pair: [own[0]!.name, own[1]!.name].sort().join(), gap: own[0]!.p - own[1]!.p };
  };
  const open = rows.filter((row) => !isSaid(row)).map(twoOf);
  const seen = new Set<string>();
  for (const { first, second, firstProbability, secondProbability } of queue.windows) {
    const pair = [first, second].sort().join();
    if (seen.has(pair)) continue;
    seen.add(pair);
    const least = Math.min(...open.filter((other) => other.pair === pair).map(({ gap }) => gap));
    expect(firstProbability - secondProbability).toBeCloseTo(least, 12);
  }
  expect(seen).toEqual(new Set(open.map(({ pair }) => pair)));
});
