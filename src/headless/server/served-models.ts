import { readWholeFile } from "../../adapters/node/whole-file.ts";
import type { ScoringPool, ScoringPoolEvent } from "../../adapters/node/scoring/contract.ts";
import { startScoringPool } from "../../adapters/node/scoring/scoring-pool.ts";
import { scoreGolden, unreproduced } from "../../pipeline/bundle/contract.ts";
import { scoreWindows } from "../../pipeline/serving/contract.ts";
import type { ServedModel, ServerOptions } from "./contract.ts";
import { Refusal } from "./error-replies.ts";

/** The model that answers now, and the processes that share its work. Another bundle takes its place only once it has proved itself. */
export class ServedModels {
  /** Of the last proof in this process; undefined where all golden windows had their answers. */
  private fault: string | undefined;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    readonly pool: ScoringPool,
    private readonly options: Pick<ServerOptions, "bundleFile" | "now" | "proveEveryMs">,
    private served: ServedModel,
  ) {
    this.timer = setInterval(() => {
      this.prove();
      this.pool.proveAgain();
    }, options.proveEveryMs).unref();
  }

  /** @throws InputError as `readBundle` raises; JobError `model-not-proved` */
  static async start(
    options: Pick<ServerOptions, "bundleFile" | "trust" | "scorer" | "scorers" | "now" | "proveEveryMs">,
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

  /** @throws Refusal 503 `model-not-reproduced` when the golden windows had other answers at the last proof: no answer is right then */
  requireProved(): void {
    if (this.fault === undefined) return;
    throw new Refusal(
      503,
      "model-not-reproduced",
      this.fault,
      "Ask another server, and start this one anew.",
    );
  }

  /**
   * Reads the bundle's file again. Requests under way are answered by the model they began with.
   * @throws InputError as `readBundle` raises, JobError `model-not-proved`; then the old one goes on
   */
  async reload(): Promise<ServedModel> {
    await this.pool.replaceModel(await readWholeFile(this.options.bundleFile));
    this.served = servedNow(this.pool, this.options.now());
    this.fault = undefined;
    return this.served;
  }

  /** Why this server should get no requests now, by its last proof and its scorers; undefined where it should. */
  whyNotReady(): string | undefined {
    const { alive, closing } = this.pool.state();
    if (closing) return "the server is about to stop";
    if (alive === 0) return "no scoring process is ready";
    return this.fault;
  }

  /** No more work; what was begun is finished. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.pool.close({ drain: true });
  }

  /** Scores the golden windows in this process, which answers few traces itself. */
  private prove(): void {
    const { model, golden } = this.served.bundle;
    const found = unreproduced(golden, scoreGolden(model, golden, scoreWindows));
    this.fault = found && `golden window ${found.window + 1} of ${golden.length} is not reproduced`;
  }
}

function servedNow({ model: { bundle, sha256 } }: ScoringPool, loadedAt: string): ServedModel {
  return { bundle, sha256, version: sha256.slice(0, 12), loadedAt };
}
