import { float32Matrix } from "../quantities/matrix.ts";
import { InputError } from "../pipeline/errors.ts";
import { unitOf, windowStarts } from "../pipeline/features/contract.ts";
import { findMutes, isMuted } from "../pipeline/quality/contract.ts";
import { findModelVersion } from "../pipeline/registry/contract.ts";
import type { SegyFile } from "../pipeline/segy/contract.ts";
import { checkInput } from "../pipeline/serving/check-input.ts";
import { scoreWindows } from "../pipeline/serving/contract.ts";
import { loadScorer, type LoadedScorer, type Scorer } from "../pipeline/steps/load-scorer.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { requireSurvey } from "../pipeline/steps/survey-files.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import { RecentCache } from "./section-cache.ts";
import { TrustedFiles } from "./section-trusted-files.ts";
import type { TraceScore } from "./score-contract.ts";
import { scoreRequestJson } from "./score-request-json.ts";

export interface ScorePorts {
  workspace(): Promise<Workspace>;
  openSource(location: string): Promise<OpenedSource>;
  nowMs(): number;
}

/** Models in memory at once. */
const mostModels = 4;

/** Scores single traces for the eye, by the one way from samples to answers, and words the request that asks a server the same. */
export class ScoreService {
  readonly #ports: ScorePorts;
  readonly #files: TrustedFiles;
  readonly #models = new RecentCache<Promise<LoadedScorer>>(mostModels);

  constructor(ports: ScorePorts) {
    this.#ports = ports;
    this.#files = new TrustedFiles(ports);
  }

  /**
   * All windows of one trace.
   * @param traceIndex place in the survey's file
   * @throws InputError `survey-unknown`, `trace-unknown`, `input-mismatch`, what `loadScorer` and `withSurveyFile` raise
   */
  async score(scorer: Scorer, survey: string, traceIndex: number): Promise<TraceScore> {
    const workspace = await this.#ports.workspace();
    const record = await requireSurvey(workspace, survey);
    const loaded = await this.#model(workspace, scorer);
    return this.#files.use(record, (segy) => this.#scoreTrace(loaded, segy, traceIndex));
  }

  /** By what it was made from: a version's number may come again after everything was deleted. */
  async #model(workspace: Workspace, scorer: Scorer): Promise<LoadedScorer> {
    const key =
      scorer.kind === "bundle"
        ? scorer.id
        : (await findModelVersion(workspace, String(scorer.version))).run.id;
    const known = this.#models.get(key);
    if (known) return known;
    const loading = loadScorer(workspace, scorer);
    this.#models.set(key, loading, 1);
    loading.catch(() => {
      this.#models.delete(key);
    });
    return loading;
  }

  async #scoreTrace(
    { model, label, sha }: LoadedScorer,
    segy: SegyFile,
    traceIndex: number,
  ): Promise<TraceScore> {
    checkInput(model, segy.layout);
    const { samplesPerTrace, intervalMicroseconds, delayMs, traces } = segy.layout;
    if (!(traceIndex >= 0 && traceIndex < traces))
      throw new InputError("trace-unknown", `there is no trace ${traceIndex}: the file holds ${traces}`, {
        advice: `Choose one of 0 to ${traces - 1}.`,
      });
    const { lengthSamples } = model.window;
    const classes = model.classes.length;
    const starts = windowStarts(model.window, samplesPerTrace);
    const trace = await segy.readSamples(traceIndex, 1);
    const headers = await segy.readHeaders(traceIndex, 1);
    const mutes = findMutes(trace);
    const startMs = Float64Array.from(starts, (start) => delayMs + (start * intervalMicroseconds) / 1000);

    // What cannot be scored is not asked for: a server refuses numbers that are none, and knows nothing of mutes.
    const candidates = Array.from(starts.keys()).filter((window) => {
      const start = starts[window]!;
      return (
        !isMuted(mutes, 0, samplesPerTrace, start, lengthSamples) &&
        trace.data.subarray(start, start + lengthSamples).every(Number.isFinite)
      );
    });
    const scored = this.#scoreThese(model, candidates, (window) => ({
      samples: trace.data.subarray(starts[window], starts[window]! + lengthSamples),
      startMs: startMs[window]!,
    }));
    const probabilities = new Float64Array(starts.length * classes).fill(NaN);
    candidates.forEach((window, row) => {
      probabilities.set(scored.data.subarray(row * classes, (row + 1) * classes), window * classes);
    });
    const asked = candidates.filter((window) => !Number.isNaN(probabilities[window * classes]));
    const windows = float32Matrix(asked.length, lengthSamples);
    asked.forEach((window, row) => {
      const start = starts[window]!;
      windows.data.set(trace.data.subarray(start, start + lengthSamples), row * lengthSamples);
    });
    const times = model.input.needsTime ? Float64Array.from(asked, (window) => startMs[window]!) : undefined;
    return {
      label,
      contentSha256: sha,
      classes: model.classes,
      features: model.featureColumns.length,
      verticalUnit: unitOf(model.window),
      isWholeTrace: model.window.extent === "trace",
      startMs,
      endMs: startMs.map((start) => start + (lengthSamples * intervalMicroseconds) / 1000),
      probabilities,
      milliseconds: scored.milliseconds,
      inline: headers.inline[0]!,
      crossline: headers.crossline[0]!,
      traceIndex,
      asked: Int32Array.from(asked),
      requestJson: asked.length > 0 ? scoreRequestJson(windows, times) : "",
      shortRequestJson: asked.length > 0 ? scoreRequestJson(windows, times, { short: true }) : "",
    };
  }

  #scoreThese(
    model: LoadedScorer["model"],
    windows: readonly number[],
    cut: (window: number) => { readonly samples: Float32Array; readonly startMs: number },
  ): { readonly data: Float64Array; readonly milliseconds: number } {
    if (windows.length === 0) return { data: new Float64Array(), milliseconds: 0 };
    const { lengthSamples } = model.window;
    const matrix = float32Matrix(windows.length, lengthSamples);
    const startMs = new Float64Array(windows.length);
    windows.forEach((window, row) => {
      const own = cut(window);
      matrix.data.set(own.samples, row * lengthSamples);
      startMs[row] = own.startMs;
    });
    const began = this.#ports.nowMs();
    const { data } = scoreWindows(model, matrix, startMs);
    return { data, milliseconds: this.#ports.nowMs() - began };
  }
}
