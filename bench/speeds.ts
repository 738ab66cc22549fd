import { seededRandom } from "../src/numerics/random.ts";
import {
  createFeatureExtractor,
  EmbeddingFit,
  projectOnto,
  windowStarts,
} from "../src/pipeline/features/contract.ts";
import { fitClassifier, parseModelParameters } from "../src/pipeline/models/contract.ts";
import { float32Matrix, type Float32Matrix } from "../src/quantities/matrix.ts";

const random = seededRandom(1, "bench");
const noise = (rows: number, columns: number): Float32Matrix =>
  float32Matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => random.normal()),
  );

/** Best of five after a warm-up, in seconds. */
function best(work: () => unknown): number {
  work();
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    work();
    return (performance.now() - started) / 1000;
  });
  return Math.min(...times);
}

const perSecond = (count: number, seconds: number, what: string): string =>
  `${what}: ${Math.round(count / seconds).toLocaleString("en")}/s`;

/** Speeds of the parts alone, one thread, on noise: what to look at before tuning. There is no peer here. */
export async function speedsBench(): Promise<void> {
  const lines: string[] = [];
  const traces = noise(8192, 462);
  for (const [lengthSamples, stepSamples] of [
    [462, 462],
    [64, 16],
  ] as const) {
    const definition = {
      extent: lengthSamples === 462 ? "trace" : "window",
      lengthSamples,
      stepSamples,
      intervalMicroseconds: 4000,
    } as const;
    const extractor = createFeatureExtractor(definition);
    const starts = windowStarts(definition, 462);
    lines.push(
      perSecond(
        8192 * starts.length,
        best(() => extractor.extract(traces, starts)),
        `eight features of ${lengthSamples} samples`,
      ),
    );
  }
  for (const length of [64, 462]) {
    const rows = noise(8192, length);
    const fit = new EmbeddingFit(length);
    fit.add(rows);
    const embedding = fit.finish(32);
    lines.push(
      perSecond(
        8192,
        best(() => projectOnto(embedding, rows)),
        `projection of ${length} samples on 32 components`,
      ),
    );
  }
  const rows = 600_000;
  const features = noise(rows, 40);
  const labels = Int32Array.from({ length: rows }, (_, row) => {
    const score =
      features.data[row * 40]! +
      features.data[row * 40 + 1]! * features.data[row * 40 + 2]! +
      0.5 * random.normal();
    return score < -0.5 ? 0 : score < 0.8 ? 1 : 2;
  });
  const started = performance.now();
  await fitClassifier(parseModelParameters("boosting", {}), { features, labels, classes: 3 }, { seed: 1 });
  lines.push(
    `boosting, 600,000 × 40, 3 classes, 100 rounds: ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  lines.push(
    `largest resident memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB (the matrix is ${Math.round((rows * 160) / 2 ** 20)})`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}
