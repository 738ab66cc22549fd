import { expect, it } from "vitest";
import type { LineageGraph, LineageNode } from "../../pipeline/registry/contract.ts";
import { box, kinOf, layOutLineage, lineageSvg, shortened } from "./lay-out-lineage.ts";

const node = (id: string, kind: LineageNode["kind"], label = id): LineageNode => ({
  id,
  kind,
  label,
  detail: `detail of ${id}`,
  present: id !== "b",
});
const graph: LineageGraph = {
  nodes: [
    node("a", "file"),
    node("b", "file", `b & "co" <b>`),
    node("s", "survey"),
    node("t", "survey"),
    node("f", "features"),
    node("v", "version"),
    node("p", "predictions"),
    node("q", "predictions"),
  ],
  edges: [
    { from: "a", to: "s" },
    { from: "b", to: "t" },
    { from: "s", to: "f" },
    { from: "f", to: "v" },
    { from: "v", to: "p" },
    { from: "v", to: "q" },
    { from: "s", to: "p" },
    { from: "t", to: "q" },
  ],
};

it("lays no box on another, and draws what came first to the left", () => {
  const { nodes, edges, width, height, heads } = layOutLineage(graph);
  const at = new Map(nodes.map((placed) => [placed.id, placed]));
  for (const one of nodes)
    for (const other of nodes)
      if (one.id < other.id)
        expect(Math.abs(one.x - other.x) >= box.width || Math.abs(one.y - other.y) >= box.height).toBe(true);
  for (const { from, to, path } of edges) {
    expect(at.get(from)!.x + box.width).toBeLessThanOrEqual(at.get(to)!.x);
    expect(path.startsWith(`M${at.get(from)!.x + box.width} ${at.get(from)!.y + box.height / 2}C`)).toBe(
      true,
    );
  }
  for (const { x, y } of nodes) {
    expect(x + box.width).toBeLessThanOrEqual(width);
    expect(y + box.height).toBeLessThanOrEqual(height);
  }
  expect(heads.map(({ title }) => title)).toEqual([
    "files",
    "surveys, labels",
    "features",
    "version",
    "predictions",
  ]);
});

it("finds what a thing came from and what was made with it, and nothing beside", () => {
  expect([...kinOf(graph, "f")].sort()).toEqual(["a", "f", "p", "q", "s", "v"]);
  expect([...kinOf(graph, "t")].sort()).toEqual(["b", "q", "t"]);
  expect([...kinOf(graph, "q")].sort()).toEqual(["a", "b", "f", "q", "s", "t", "v"]);
});

it("writes a picture that holds every name as text and no name as markup", () => {
  const svg = lineageSvg(layOutLineage(graph), "Lineage <1>", "from & to");
  expect(svg.match(/<rect x=/g)).toHaveLength(graph.nodes.length);
  expect(svg.match(/<path /g)).toHaveLength(graph.edges.length);
  expect(svg).toContain("b &#38; &#34;co&#34; &#60;b&#62;");
  expect(svg).not.toContain("<b>");
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  expect(svg).toContain("Lineage &#60;1&#62;");
  expect(svg).toContain("from &#38; to");
});

it("keeps the end of a name that is too long", () => {
  expect(shortened("f3-inline-310.sgy")).toBe("f3-inline-310.sgy");
  const short = shortened("a-very-long-name-of-a-line-310.sgy");
  expect(short).toHaveLength(20);
  expect(short.endsWith("10.sgy")).toBe(true);
});
