import { describe, expect, it } from "vitest";
import { softmaxRows } from "../../../numerics/elementary.ts";
import { seededRandom } from "../../../numerics/random.ts";
import { float32Matrix, type Float32Matrix } from "../../../quantities/matrix.ts";
import type { BoostedTrees } from "./boosted-trees.ts";
import { packTrees } from "./pack-trees.ts";
import { addTreesByWalking, scoreTrees } from "./score-trees.ts";

const features = 5;
/** Few of them, so that values often lie on a threshold. */
const steps = [-Infinity, -2, -1, -0, 0, 0.5, 1, 3.4e38, Infinity];

/** Random trees of `leaves` leaves; the shape is random, or a chain to one side. */
function randomTrees(
  count: number,
  leaves: number,
  outputs: number,
  shape: "any" | "left" | "right",
): BoostedTrees {
  const random = seededRandom(leaves);
  const nodes: { feature: number; threshold: number; left: number; value: number }[] = [];
  const starts: number[] = [];
  const leaf = () => ({ feature: -1, threshold: 0, left: 0, value: random.normal() });
  for (let tree = 0; tree < count; tree++) {
    starts.push(nodes.length);
    nodes.push(leaf());
    let open = [nodes.length - 1];
    for (let made = 1; made < leaves; made++) {
      const node =
        open[
          shape === "any" ? random.integer(open.length) : shape === "left" ? open.length - 2 : open.length - 1
        ] ?? open[0]!;
      open = [...open.filter((it) => it !== node), nodes.length, nodes.length + 1];
      nodes[node] = {
        feature: random.integer(features),
        threshold: steps[random.integer(steps.length)]!,
        left: nodes.length,
        value: 0,
      };
      nodes.push(leaf(), leaf());
    }
  }
  return {
    features,
    baseline: Float64Array.from({ length: outputs }, () => random.normal()),
    trees: {
      feature: Int32Array.from(nodes, (it) => it.feature),
      threshold: Float32Array.from(nodes, (it) => it.threshold),
      left: Int32Array.from(nodes, (it) => it.left),
      value: Float64Array.from(nodes, (it) => it.value),
      starts: Int32Array.of(...starts, nodes.length),
    },
  };
}

function randomRows(rows: number): Float32Matrix {
  const random = seededRandom(rows);
  const value = () => (random.next() < 0.3 ? steps[1 + random.integer(steps.length - 2)]! : random.normal());
  return float32Matrix(rows, features, Float32Array.from({ length: rows * features }, value));
}

function walked(model: BoostedTrees, rows: Float32Matrix): Float64Array {
  const scores = new Float64Array(rows.rows * model.baseline.length);
  addTreesByWalking(model, rows, scores);
  softmaxRows(scores, model.baseline.length);
  return scores;
}

describe("scoring by the trees kernel equals walking the trees, bit for bit", () => {
  it.each([
    [1, "any"],
    [2, "any"],
    [31, "any"],
    [32, "any"],
    [32, "left"],
    [32, "right"],
  ] as const)("%i leaves, shape: %s", (leaves, shape) => {
    const model = randomTrees(21, leaves, 3, shape);
    expect(packTrees(model.trees, 4)?.values).toHaveLength(21 * leaves);
    for (const count of [1, 3, 4, 15, 16, 37, 300]) {
      const rows = randomRows(count);
      expect(scoreTrees(model, rows).data).toEqual(walked(model, rows));
    }
  });

  it("walks trees of more leaves", () => {
    const model = randomTrees(6, 33, 2, "any");
    expect(packTrees(model.trees, 4)).toBeUndefined();
    expect(scoreTrees(model, randomRows(50)).data).toEqual(walked(model, randomRows(50)));
  });

  it("keeps models apart that are asked in turn, the larger one later", () => {
    const models = [randomTrees(4, 8, 2, "any"), randomTrees(900, 31, 3, "any"), randomTrees(4, 9, 2, "any")];
    const rows = randomRows(20);
    for (const model of [...models, ...models])
      expect(scoreTrees(model, rows).data).toEqual(walked(model, rows));
  });

  it("gives up on a tree whose walk has no end in sight", () => {
    // Children lie behind their parent, yet paths double at each node: 2^30 ways through 63 nodes.
    const nodes = 63;
    const shared = {
      feature: Int32Array.from({ length: nodes }, (_, i) => (i < nodes - 2 ? 0 : -1)),
      threshold: new Float32Array(nodes),
      left: Int32Array.from({ length: nodes }, (_, i) => i + 1),
      value: new Float64Array(nodes),
      starts: Int32Array.of(0, nodes),
    };
    expect(packTrees(shared, 4)).toBeUndefined();
  });
});
