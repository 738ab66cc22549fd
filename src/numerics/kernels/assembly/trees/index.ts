// Leaves of decision trees for many rows at once, without walking: a row that goes right at a node cannot end in the leaves left of
// it, so each such node crosses them out, and the lowest leaf that is left is the one that the row would have walked to (QuickScorer:
// Lucchese et al., SIGIR 2015; over vectors of rows: SIGIR 2016). A tree has at most 32 leaves, numbered from left to right.
//
// A node is 16 bytes: the byte offset of its feature in the block of features, f32 threshold, u32 leaves on its left, nothing. A tree
// is 8 bytes: u32 nodes, u32 leaves. Nodes and leaf values (f64) lie tree after tree. Features lie feature by feature, four rows to a vector.

/** The leaves that a node crosses out for four rows. */
@inline
function crossed(rows: usize, threshold: v128, leaves: v128): v128 {
  return v128.and(f32x4.gt(v128.load(rows), threshold), leaves);
}

@inline
function addLeaf(crossedOut: u32, values: usize, score: usize): void {
  store<f64>(score, load<f64>(score) + load<f64>(values + (<usize>ctz(~crossedOut) << 3)));
}

@inline
function addLeaves(crossedOut: v128, values: usize, score: usize, stride: usize): void {
  addLeaf(i32x4.extract_lane(crossedOut, 0), values, score);
  addLeaf(i32x4.extract_lane(crossedOut, 1), values, score + stride);
  addLeaf(i32x4.extract_lane(crossedOut, 2), values, score + 2 * stride);
  addLeaf(i32x4.extract_lane(crossedOut, 3), values, score + 3 * stride);
}

/**
 * scores[row, tree mod outputs] += value of the leaf, tree after tree.
 * @param features of the block's first row; `rows` is a multiple of 4
 * @param scores `[rows, outputs]`
 */
export function addTrees(
  trees: usize,
  count: i32,
  nodes: usize,
  values: usize,
  features: usize,
  rows: i32,
  scores: usize,
  outputs: i32,
): void {
  const stride = <usize>outputs << 3;
  let output: i32 = 0;
  for (let tree = 0; tree < count; tree++) {
    const end = nodes + (<usize>load<u32>(trees) << 4);
    const leaves = load<u32>(trees, 4);
    let row = 0;
    let score = scores + (<usize>output << 3);
    let own = features;
    for (; row + 16 <= rows; row += 16) {
      let a = i32x4.splat(0);
      let b = i32x4.splat(0);
      let c = i32x4.splat(0);
      let d = i32x4.splat(0);
      for (let node = nodes; node < end; node += 16) {
        const from = own + <usize>load<u32>(node);
        const threshold = v128.load32_splat(node, 4);
        const left = v128.load32_splat(node, 8);
        a = v128.or(a, crossed(from, threshold, left));
        b = v128.or(b, crossed(from + 16, threshold, left));
        c = v128.or(c, crossed(from + 32, threshold, left));
        d = v128.or(d, crossed(from + 48, threshold, left));
      }
      addLeaves(a, values, score, stride);
      addLeaves(b, values, score + 4 * stride, stride);
      addLeaves(c, values, score + 8 * stride, stride);
      addLeaves(d, values, score + 12 * stride, stride);
      score += 16 * stride;
      own += 64;
    }
    for (; row < rows; row += 4) {
      let a = i32x4.splat(0);
      for (let node = nodes; node < end; node += 16)
        a = v128.or(
          a,
          crossed(own + <usize>load<u32>(node), v128.load32_splat(node, 4), v128.load32_splat(node, 8)),
        );
      addLeaves(a, values, score, stride);
      score += 4 * stride;
      own += 16;
    }
    nodes = end;
    values += <usize>leaves << 3;
    trees += 8;
    output = output + 1 == outputs ? 0 : output + 1;
  }
}
