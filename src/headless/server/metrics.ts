import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ScoringPoolEvent, ScoringPoolState } from "../../adapters/node/scoring/contract.ts";
import type { Evaluation } from "../../pipeline/evaluation/contract.ts";
import type { PredictionSummary } from "../../pipeline/steps/write-predictions.ts";
import type { ServedModel } from "./contract.ts";

/** F1 of each class weighted with its share of the tested examples (scikit-learn's `average="weighted"`). */
export function weightedF1({ perClass }: Evaluation): number {
  const support = perClass.reduce((sum, one) => sum + one.support, 0);
  return perClass.reduce((sum, one) => sum + one.f1 * one.support, 0) / support;
}

/** What Prometheus is told. The names of predictions and of the model's scores are those of the system before this one. */
export class ServerMetrics {
  readonly registry = new Registry();
  private readonly predictions = this.counter(
    "seismic_predictions_total",
    "Windows that were given a class",
    ["predicted_class"],
  );
  private readonly latency = new Histogram({
    name: "seismic_prediction_latency_seconds",
    help: "From a request's arrival to its answer, for requests that were given predictions",
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });
  private readonly requests = this.counter("geophone_http_requests_total", "Requests that were answered", [
    "route",
    "method",
    "status",
  ]);
  private readonly lost = this.counter(
    "geophone_scorers_lost_total",
    "Scoring processes that ended unasked",
    ["why"],
  );
  private readonly retried = this.counter(
    "geophone_scoring_retries_total",
    "Pieces of work that went to another process",
    [],
  );
  private readonly reloads = this.counter(
    "geophone_bundle_reloads_total",
    "Bundles that were to replace the one in use",
    ["outcome"],
  );
  private readonly accuracy = this.gauge("seismic_model_accuracy", "On the model's own test rows");
  private readonly f1 = this.gauge("seismic_model_f1_weighted", "On the model's own test rows");
  private readonly model = new Gauge({
    name: "geophone_model_info",
    help: "1 for the bundle in use",
    labelNames: ["model_version", "family"],
    registers: [this.registry],
  });

  constructor(pool: () => ScoringPoolState, isReady: () => boolean, connections: () => Promise<number>) {
    collectDefaultMetrics({ register: this.registry });
    const live = (name: string, help: string, value: (state: ScoringPoolState) => number): void => {
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(value(pool()));
        },
      });
    };
    live("geophone_scorers_alive", "Scoring processes that are ready", ({ alive }) => alive);
    live("geophone_scorers_busy", "Scoring processes at work", ({ busy }) => busy);
    live("geophone_queue_length", "Calls that wait for a scoring process", ({ waiting }) => waiting);
    live(
      "geophone_ready",
      "1 where the golden windows were reproduced at the last proof and scoring processes are there",
      () => (isReady() ? 1 : 0),
    );
    new Gauge({
      name: "geophone_connections_open",
      help: "Connections of clients, idle ones too",
      registers: [this.registry],
      async collect() {
        this.set(await connections());
      },
    });
  }

  private counter<T extends string>(name: string, help: string, labelNames: readonly T[]): Counter<T> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  countClasses({ classCounts }: Pick<PredictionSummary, "classCounts">): void {
    for (const [name, windows] of Object.entries(classCounts))
      this.predictions.inc({ predicted_class: name }, windows);
  }
  predicted(seconds: number): void {
    this.latency.observe(seconds);
  }
  answered(route: string, method: string, status: number): void {
    this.requests.inc({ route, method, status: String(status) });
  }

  serves({ bundle: { model, evaluation }, version }: ServedModel): void {
    this.accuracy.set(evaluation.accuracy);
    this.f1.set(weightedF1(evaluation));
    this.model.reset();
    this.model.set({ model_version: version, family: model.classifier.family }, 1);
    // Prometheus sees a counter's first step only if it was there before.
    for (const name of model.classes) this.predictions.inc({ predicted_class: name }, 0);
  }

  reloaded(outcome: "replaced" | "refused"): void {
    this.reloads.inc({ outcome });
  }

  heard(event: ScoringPoolEvent): void {
    if (event.kind === "scorer-lost") this.lost.inc({ why: event.why });
    else if (event.kind === "job-retried") this.retried.inc();
  }
}
