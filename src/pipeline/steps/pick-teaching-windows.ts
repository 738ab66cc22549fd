import type { Predictions } from "../serving/contract.ts";

/** A window that a model is torn over. */
export interface TeachingWindow {
  /** Which of the predictions, and which of its rows. */
  readonly prediction: number;
  readonly row: number;
  /** Classes by index: the likeliest and the one after, with their probabilities. */
  readonly first: number;
  readonly second: number;
  readonly firstProbability: number;
  readonly secondProbability: number;
}

export interface TeachingOptions {
  /** Windows wanted. */
  readonly most: number;
  /** No two windows of a survey are closer than this in both line numbers and, in the vertical unit, in time. */
  readonly apartBins: number;
  readonly apartMs: number;
}

interface Candidate {
  readonly window: TeachingWindow;
  readonly margin: number;
}

/**
 * The windows whose labels would teach a model most: where the gap between its two likeliest classes is smallest (margin
 * sampling: Scheffer, Decomain & Wrobel 2001), in turn for each pair of classes that it mixes up, and none next to another:
 * neighbours would teach the same thing twice. Rows that were not scored are passed over.
 * @param isLabelled whether a row needs no label any more
 * @returns the most doubtful of each pair first
 */
export function pickTeachingWindows(
  predictions: readonly Predictions[],
  isLabelled: (prediction: number, row: number) => boolean,
  { most, apartBins, apartMs }: TeachingOptions,
): TeachingWindow[] {
  const byPair = new Map<string, Candidate[]>();
  predictions.forEach((said, prediction) => {
    for (let row = 0; row < said.rows; row++) {
      if (said.classIndex[row]! < 0 || isLabelled(prediction, row)) continue;
      const candidate = doubtOf(said, prediction, row);
      if (!candidate) continue;
      const { first, second } = candidate.window;
      // The pair goes by names: models of one run have one scheme, but nothing here needs that.
      const pair = [said.classes[first]!, said.classes[second]!].sort().join("\n");
      const there = byPair.get(pair);
      if (there) there.push(candidate);
      else byPair.set(pair, [candidate]);
    }
  });
  const queues = [...byPair]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, candidates]) => ({
      candidates: candidates.sort(
        (a, b) =>
          a.margin - b.margin || a.window.prediction - b.window.prediction || a.window.row - b.window.row,
      ),
      next: 0,
    }));
  const chosen: TeachingWindow[] = [];
  const isNear = (a: TeachingWindow, b: TeachingWindow): boolean => {
    if (a.prediction !== b.prediction) return false;
    const said = predictions[a.prediction]!;
    return (
      Math.abs(said.inline[a.row]! - said.inline[b.row]!) < apartBins &&
      Math.abs(said.crossline[a.row]! - said.crossline[b.row]!) < apartBins &&
      Math.abs(said.startMs[a.row]! - said.startMs[b.row]!) < apartMs
    );
  };
  for (let isAny = true; isAny && chosen.length < most;) {
    isAny = false;
    for (const queue of queues) {
      if (chosen.length >= most) break;
      while (queue.next < queue.candidates.length) {
        const { window } = queue.candidates[queue.next++]!;
        if (chosen.some((other) => isNear(window, other))) continue;
        chosen.push(window);
        isAny = true;
        break;
      }
    }
  }
  return chosen;
}

/** Undefined where there is but one class. */
function doubtOf(said: Predictions, prediction: number, row: number): Candidate | undefined {
  const { data, columns } = said.probabilities;
  let [first, second] = [-1, -1];
  const at = (index: number): number => data[row * columns + index]!;
  for (let c = 0; c < columns; c++)
    if (first < 0 || at(c) > at(first)) [first, second] = [c, first];
    else if (second < 0 || at(c) > at(second)) second = c;
  if (second < 0) return undefined;
  const window = {
    prediction,
    row,
    first,
    second,
    firstProbability: at(first),
    secondProbability: at(second),
  };
  return { window, margin: window.firstProbability - window.secondProbability };
}
