import { readWholeFile } from "../../adapters/node/whole-file.ts";
import type { ScoringPool, ScoringPoolEvent } from "../../adapters/node/scoring/contract.ts";
import { startScoringPool } from "../../adapters/node/scoring/scoring-pool.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import { scoreWindows } from "../../pipeline/serving/contract.ts";
import type { ServedModel, ServerOptions } from "./contract.ts";

/** The same code gives the same bits; see `readBundle`. */
const goldenTolerance = 1e-9;

/** The model that answers now, and the processes that share its work. Another bundle takes its place only once it has proved itself. */
export class ServedModels {
  private constructor(
    readonly pool: ScoringPool,
    private readonly options: Pick<ServerOptions, "bundleFile" | "now">,
    private served: ServedModel,
  ) {}

  /** @throws InputError as `readBundle` raises; JobError `model-not-proved` */
  static async start(
    options: Pick<ServerOptions, "bundleFile" | "trust" | "scorer" | "scorers" | "now">,
    onEvent?: (event: ScoringPoolEvent) => void,
  ): Promise<ServedModels> {
    const pool = await startScoringPool({
      bundle: await readWholeFile(options.bundleFile),
      program: options.scorer,
      processes: options.scorers,
      ...(options.trust && { trust: options.trust }),
      ...(onEvent && { onEvent }),
    });
    return new ServedModels(pool, options, servedNow(pool, options.now()));
  }

  get current(): ServedModel {
    return this.served;
  }

  /**
   * Reads the bundle's file again. Requests under way are answered by the model they began with.
   * @throws InputError as `readBundle` raises, JobError `model-not-proved`; then the old one goes on
   */
  async reload(): Promise<ServedModel> {
    await this.pool.replaceModel(await readWholeFile(this.options.bundleFile));
    this.served = servedNow(this.pool, this.options.now());
    return this.served;
  }

  /** Why this server should get no requests now; undefined where it should. Scores the golden windows to know. */
  whyNotReady(): string | undefined {
    const { alive, closing } = this.pool.state();
    if (closing) return "the server is about to stop";
    if (alive === 0) return "no scoring process is ready";
    const { model, golden } = this.served.bundle;
    for (const [i, { samples, startMs, probabilities }] of golden.entries()) {
      const windows = float32Matrix(1, samples.length, samples.slice());
      const { data } = scoreWindows(model, windows, Float64Array.of(startMs));
      // Not `> tolerance`: NaN must not pass.
      if (!probabilities.every((expected, c) => Math.abs(expected - data[c]!) <= goldenTolerance))
        return `golden window ${i + 1} of ${golden.length} is not reproduced`;
    }
    return undefined;
  }
}

function servedNow({ model: { bundle, sha256 } }: ScoringPool, loadedAt: string): ServedModel {
  return { bundle, sha256, version: sha256.slice(0, 12), loadedAt };
}
