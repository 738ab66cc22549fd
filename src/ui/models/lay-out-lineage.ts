import type { LineageGraph, LineageNode } from "../../pipeline/registry/contract.ts";

/** In the order of the data's way: a column each. */
const columns: readonly { readonly title: string; readonly kinds: readonly LineageNode["kind"][] }[] = [
  { title: "files", kinds: ["file", "label-file"] },
  { title: "surveys, labels", kinds: ["survey", "labels"] },
  { title: "features", kinds: ["features"] },
  { title: "split", kinds: ["split"] },
  { title: "run", kinds: ["run"] },
  { title: "version", kinds: ["version"] },
  { title: "bundles", kinds: ["bundle"] },
  { title: "predictions", kinds: ["predictions"] },
];

export const box = { width: 132, height: 38 } as const;
const gap = { x: 26, y: 8 } as const;
const top = 24;

export interface PlacedNode extends LineageNode {
  /** Of the upper left corner, in pixels. */
  readonly x: number;
  readonly y: number;
}
export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** An SVG path. */
  readonly path: string;
}
export interface PlacedLineage {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly heads: readonly { readonly title: string; readonly x: number }[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/**
 * A place for every node: one column a kind, those with nodes alone, centred on the tallest. The feature table stands where
 * its surveys are, so that the way of the labels to the split does not run behind it.
 */
export function layOutLineage({ nodes, edges }: LineageGraph): PlacedLineage {
  const used = columns
    .map(({ title, kinds }) => ({ title, nodes: nodes.filter(({ kind }) => kinds.includes(kind)) }))
    .filter((column) => column.nodes.length > 0);
  const heightOf = (count: number): number => count * (box.height + gap.y) - gap.y;
  const tallest = Math.max(0, ...used.map((column) => heightOf(column.nodes.length)));
  const placed = new Map<string, PlacedNode>();
  const heads = used.map((column, index) => {
    const x = index * (box.width + gap.x);
    const from = top + (tallest - heightOf(column.nodes.length)) / 2;
    column.nodes.forEach((node, row) => {
      const before = edges.filter(({ to }) => to === node.id).map((edge) => placed.get(edge.from)?.y ?? from);
      const y =
        node.kind === "features" && before.length > 0
          ? before.reduce((sum, each) => sum + each, 0) / before.length
          : from + row * (box.height + gap.y);
      placed.set(node.id, { ...node, x, y });
    });
    return { title: column.title, x };
  });
  return {
    width: Math.max(0, used.length * (box.width + gap.x) - gap.x),
    height: top + tallest,
    heads,
    nodes: [...placed.values()],
    edges: edges.map(({ from, to }) => {
      const [a, b] = [placed.get(from)!, placed.get(to)!];
      const [x0, y0, x1, y1] = [a.x + box.width, a.y + box.height / 2, b.x, b.y + box.height / 2];
      const bend = Math.max(12, (x1 - x0) / 2);
      return { from, to, path: `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}` };
    }),
  };
}

/** A node, all that it came from and all that was made with it. */
export function kinOf({ edges }: Pick<LineageGraph, "edges">, id: string): ReadonlySet<string> {
  const kin = new Set([id]);
  const follow = (start: string, near: "from" | "to", far: "from" | "to"): void => {
    const waiting = [start];
    const seen = new Set(waiting);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const edge of edges)
        if (edge[near] === at && !seen.has(edge[far])) {
          seen.add(edge[far]);
          kin.add(edge[far]);
          waiting.push(edge[far]);
        }
  };
  follow(id, "to", "from");
  follow(id, "from", "to");
  return kin;
}

/** What fits a box; the end of a name tells more than its middle. */
export function shortened(text: string, most = 20): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 3);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(text.length - tail)}`;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The same picture as a file of its own, black on white. @param footer where it comes from */
export function lineageSvg(placed: PlacedLineage, title: string, footer: string): string {
  const edge = 12;
  const head = 26;
  const width = placed.width + 2 * edge;
  const height = placed.height + head + 30 + 2 * edge;
  const words = (x: number, y: number, text: string, rest = ""): string =>
    `<text x="${x}" y="${y}" ${rest}>${escaped(text)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#1b2025">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    words(edge, edge + 12, title, `font-size="14" font-weight="600"`),
    `<g transform="translate(${edge} ${edge + head})">`,
    ...placed.heads.map(({ title: name, x }) => words(x, 14, name, `fill="#6d7882"`)),
    ...placed.edges.map(({ path }) => `<path d="${path}" fill="none" stroke="#aeb7bf"/>`),
    ...placed.nodes.map(
      ({ x, y, label, detail, present, kind }) =>
        `<g><title>${escaped(`${kind}: ${label}, ${detail}`)}</title><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="4" fill="#f2f4f6" stroke="#525d67"${present ? "" : ' stroke-dasharray="4 3"'}/>${words(x + 7, y + 16, shortened(label))}${words(x + 7, y + 30, shortened(detail), `fill="#525d67" font-size="10"`)}</g>`,
    ),
    `</g>`,
    words(edge, height - edge, footer, `fill="#6d7882"`),
    `</svg>`,
  ].join("\n");
}
