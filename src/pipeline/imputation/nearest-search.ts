/** The nearest members so far, nearest first: squared distance, gap in the order of the file, number. */
export class Nearest {
  readonly distances: number[] = [];
  readonly gaps: number[] = [];
  readonly members: number[] = [];

  constructor(readonly most: number) {}

  get isFull(): boolean {
    return this.members.length === this.most;
  }

  /** Whether nothing at such a distance or further can come in. */
  excludes(distance: number, gap: number): boolean {
    if (!this.isFull) return false;
    const last = this.most - 1;
    return distance > this.distances[last]! || (distance === this.distances[last]! && gap > this.gaps[last]!);
  }

  /** Of two as near the one nearer in the file comes first, then the earlier one. */
  offer(distance: number, gap: number, member: number): void {
    const { distances, gaps, members } = this;
    let at = members.length;
    while (
      at > 0 &&
      (distance < distances[at - 1]! ||
        (distance === distances[at - 1]! &&
          (gap < gaps[at - 1]! || (gap === gaps[at - 1]! && member < members[at - 1]!))))
    )
      at--;
    if (at === this.most) return;
    distances.splice(at, 0, distance);
    gaps.splice(at, 0, gap);
    members.splice(at, 0, member);
    if (members.length > this.most) {
      distances.pop();
      gaps.pop();
      members.pop();
    }
  }
}

const leafSize = 24;

/**
 * Exact nearest neighbours in a k-d tree: median splits along the widest axis, a bounding box for each node. The place in the
 * file is a last axis that counts only among equal distances, so thousands of members at one point are no burden and without
 * any axis the search is one of the nearest in the file.
 *
 * Building takes n log n steps and, for n members and d axes, 4·n + n/24·32·(d + 1) bytes; a search about log n steps.
 */
export class NearestSearch {
  private readonly order: Int32Array;
  private readonly boxes: Float64Array;
  private readonly perBox: number;

  /** @param axes columns by member number; @param members ascending numbers */
  constructor(
    private readonly axes: readonly ArrayLike<number>[],
    members: Int32Array,
  ) {
    this.order = members.slice();
    let nodes = 1;
    while ((nodes + 1) / 2 < members.length / leafSize) nodes = 2 * nodes + 1;
    this.perBox = 2 * (axes.length + 1);
    this.boxes = new Float64Array(nodes * this.perBox);
    if (members.length > 0) this.build(0, 0, members.length);
  }

  private value(axis: number, member: number): number {
    return axis === this.axes.length ? member : this.axes[axis]![member]!;
  }

  private isLeaf(node: number): boolean {
    return (2 * node + 1) * this.perBox >= this.boxes.length;
  }

  private build(node: number, from: number, to: number): void {
    const { boxes, order, perBox } = this;
    let widest = this.axes.length;
    let extent = 0;
    for (let axis = 0; axis <= this.axes.length; axis++) {
      let least = Infinity;
      let most = -Infinity;
      for (let i = from; i < to; i++) {
        const value = this.value(axis, order[i]!);
        if (value < least) least = value;
        if (value > most) most = value;
      }
      boxes[node * perBox + 2 * axis] = least;
      boxes[node * perBox + 2 * axis + 1] = most;
      if (axis < this.axes.length && most - least > extent) {
        extent = most - least;
        widest = axis;
      }
    }
    if (this.isLeaf(node)) return;
    const middle = (from + to) >> 1;
    this.partition(widest, from, to - 1, middle);
    this.build(2 * node + 1, from, middle);
    this.build(2 * node + 2, middle, to);
  }

  /** Hoare's selection by (value, number): a total order, so that equal values do not stay together by chance. */
  private partition(axis: number, low: number, high: number, middle: number): void {
    const { order } = this;
    while (low < high) {
      const pivot = order[(low + high) >> 1]!;
      const pivotValue = this.value(axis, pivot);
      const compare = (member: number): number => this.value(axis, member) - pivotValue || member - pivot;
      let i = low;
      let j = high;
      while (i <= j) {
        while (compare(order[i]!) < 0) i++;
        while (compare(order[j]!) > 0) j--;
        if (i > j) break;
        const held = order[i]!;
        order[i++] = order[j]!;
        order[j--] = held;
      }
      if (middle <= j) high = j;
      else if (middle >= i) low = i;
      else return;
    }
  }

  /**
   * Offers the nearest members to `into`. @param point by axis; @param number place in the file; a member of this number is
   * left out; @param factor by which squared distances are multiplied
   */
  search(point: readonly number[], number: number, factor: number, into: Nearest): void {
    if (this.order.length > 0) this.visit(0, 0, this.order.length, point, number, factor, into);
  }

  private visit(
    node: number,
    from: number,
    to: number,
    point: readonly number[],
    number: number,
    factor: number,
    into: Nearest,
  ): void {
    if (into.excludes(this.leastDistance(node, point) * factor, this.leastGap(node, number))) return;
    if (this.isLeaf(node)) {
      for (let i = from; i < to; i++) {
        const member = this.order[i]!;
        if (member === number) continue;
        let sum = 0;
        for (let axis = 0; axis < this.axes.length; axis++)
          sum += (point[axis]! - this.axes[axis]![member]!) ** 2;
        const gap = Math.abs(member - number);
        if (!into.excludes(sum * factor, gap)) into.offer(sum * factor, gap, member);
      }
      return;
    }
    const middle = (from + to) >> 1;
    const [left, right] = [2 * node + 1, 2 * node + 2];
    const [a, b] = [this.leastDistance(left, point), this.leastDistance(right, point)];
    const leftFirst = a < b || (a === b && this.leastGap(left, number) <= this.leastGap(right, number));
    if (leftFirst) this.visit(left, from, middle, point, number, factor, into);
    this.visit(right, middle, to, point, number, factor, into);
    if (!leftFirst) this.visit(left, from, middle, point, number, factor, into);
  }

  private outside(node: number, axis: number, value: number): number {
    const at = node * this.perBox + 2 * axis;
    const least = this.boxes[at]!;
    const most = this.boxes[at + 1]!;
    return value < least ? least - value : value > most ? value - most : 0;
  }

  private leastDistance(node: number, point: readonly number[]): number {
    let sum = 0;
    for (let axis = 0; axis < this.axes.length; axis++) sum += this.outside(node, axis, point[axis]!) ** 2;
    return sum;
  }

  private leastGap(node: number, number: number): number {
    return this.outside(node, this.axes.length, number);
  }
}
