import { describe, expect, it } from "vitest";
import { foldEvents } from "./fold-events.ts";
import { lineageGraph, type LineageRecords } from "./lineage-graph.ts";
import { now, run, survey } from "./run.fixture.ts";

const own = run("abc");
const records: LineageRecords = {
  version: { version: 3, runId: "abc", stage: "None", registeredAt: now() },
  run: own,
  state: foldEvents([3], []),
  surveys: [survey("a"), survey("b")],
  featureSets: [{ id: "features-1" }],
  labelSets: [{ id: "labels-1" }],
  bundles: [],
  predictions: [],
};
const [hashA, hashB, hashC] = ["a", "b", "c"].map((letter) => letter.repeat(64));

/** Every id that can be reached from one. */
function reachedFrom({ edges }: ReturnType<typeof lineageGraph>, start: string): Set<string> {
  const reached = new Set([start]);
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const { from, to } of edges) if (reached.has(from)) reached.add(to);
  }
  return reached;
}

describe("the lineage of a version", () => {
  it("leads from each file's hash over survey, features, labels, split and run to the version", () => {
    const graph = lineageGraph(records);
    expect(graph.edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      `file:${hashA!} > survey:a`,
      "survey:a > features:features-1",
      `file:${hashB!} > survey:b`,
      "survey:b > features:features-1",
      `label-file:${hashC!} > labels:labels-1`,
      "features:features-1 > split",
      "labels:labels-1 > split",
      "split > run:abc",
      "run:abc > version:3",
    ]);
    const ids = graph.nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { from, to } of graph.edges) expect(ids).toEqual(expect.arrayContaining([from, to]));
    expect(graph.nodes.every(({ present }) => present)).toBe(true);
  });

  it("goes on to bundles of the same training and to what either scored, and to nothing of others", () => {
    const bundle = { id: "same", fileName: "same.zip", family: own.family, evaluation: own.evaluation };
    const prediction = { survey: "b", surveySha256: hashB!, examples: 900 };
    const graph = lineageGraph({
      ...records,
      bundles: [
        { ...bundle, lineage: own.lineage },
        { ...bundle, id: "other", lineage: { ...own.lineage, seed: 9 } },
        { ...bundle, id: "softmax", family: "softmax", lineage: own.lineage },
      ],
      predictions: [
        { ...prediction, id: "p1", scorer: { kind: "version", version: 3 } },
        { ...prediction, id: "p2", scorer: { kind: "bundle", id: "same" } },
        { ...prediction, id: "p3", scorer: { kind: "version", version: 2 } },
        { ...prediction, id: "p4", scorer: { kind: "bundle", id: "other" } },
        {
          ...prediction,
          id: "p5",
          survey: "gone",
          surveySha256: "e".repeat(64),
          scorer: { kind: "version", version: 3 },
        },
      ],
    });
    const ends = graph.nodes.filter(({ kind }) => kind === "bundle" || kind === "predictions");
    expect(ends.map(({ id }) => id)).toEqual([
      "bundle:same",
      "predictions:p1",
      "predictions:p2",
      "predictions:p5",
    ]);
    expect([...reachedFrom(graph, `file:${hashA!}`)]).toEqual(
      expect.arrayContaining(["version:3", "predictions:p1", "predictions:p2"]),
    );
    const into = (id: string): string[] => graph.edges.filter(({ to }) => to === id).map(({ from }) => from);
    expect(into("predictions:p1").sort()).toEqual(["survey:b", "version:3"]);
    expect(into("predictions:p2").sort()).toEqual(["bundle:same", "survey:b"]);
    expect(into("predictions:p5")).toContain(`file:${"e".repeat(64)}`);
  });

  it("marks what this workspace does not hold any more, and keeps its hash", () => {
    const { nodes, edges } = lineageGraph({
      ...records,
      surveys: [survey("a")],
      featureSets: [],
      labelSets: [],
    });
    expect(nodes.filter(({ present }) => !present).map(({ id, detail }) => [id, detail])).toEqual([
      [`file:${hashB!}`, hashB],
      ["features:features-1", "64 samples each 16, every 2"],
      [`label-file:${hashC!}`, hashC],
      ["labels:labels-1", "salt, shale"],
    ]);
    expect(edges).toContainEqual({ from: `file:${hashB!}`, to: "features:features-1" });
  });
});
