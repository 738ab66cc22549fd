import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { PredictionRecord } from "../../pipeline/steps/predict-survey.ts";
import type { Fault, Job, JobRequest, Overview, OverviewSurvey } from "../../services/contract.ts";
import { scorerKey } from "../shared/scorers.ts";

/** How a survey stands with the model that scores. */
export interface ScoringRow {
  readonly survey: OverviewSurvey;
  /** What the model says of the survey as it is now. */
  readonly answer: PredictionRecord | undefined;
  readonly state:
    /** Nothing is under way. */
    | { readonly kind: "rest" }
    | { readonly kind: "waits" }
    /** `share`: from 0 to 1. */
    | { readonly kind: "scoring"; readonly share: number }
    | { readonly kind: "failed"; readonly fault: Fault };
}

type PredictJob = Job & { readonly request: Extract<JobRequest, { kind: "predict" }> };

/** The newest answer of a scorer to each survey, or what the last batch found that it has said before. */
function answersOf(
  { predictions }: Overview,
  scorer: Scorer,
  job: PredictJob | undefined,
): ReadonlyMap<string, PredictionRecord> {
  const told = new Set(job?.outcomes?.map(({ predictionId }) => predictionId));
  return new Map(
    predictions
      .filter((prediction) => scorerKey(prediction.scorer) === scorerKey(scorer) || told.has(prediction.id))
      .map((prediction) => [prediction.survey, prediction]),
  );
}

/**
 * Where each survey stands.
 * @param job the last batch of this very scorer, running or ended
 */
export function scoringRows(
  overview: Overview,
  scorer: Scorer,
  job: PredictJob | undefined,
): readonly ScoringRow[] {
  const answers = answersOf(overview, scorer, job);
  const outcomes = new Map(job?.outcomes?.map((outcome) => [outcome.survey, outcome]));
  const isBusy = job?.state === "queued" || job?.state === "running";
  const waiting = new Set(isBusy ? job.request.surveys.filter((name) => !outcomes.has(name)) : []);
  const [current] = job?.state === "running" ? waiting : [];
  // Progress counts the traces of all that is scored, one survey after the other.
  const before = overview.surveys
    .filter(({ name }) => outcomes.has(name) && outcomes.get(name)!.state !== "kept")
    .reduce((sum, { traces }) => sum + traces, 0);
  return overview.surveys.map((survey) => {
    const { name, traces, sha256 } = survey;
    const answer = answers.get(name);
    const fault = outcomes.get(name)?.fault;
    const done = (job?.progress?.done ?? 0) - before;
    return {
      survey,
      answer: answer?.surveySha256 === sha256 ? answer : undefined,
      state: fault
        ? { kind: "failed", fault }
        : name === current && job?.progress
          ? { kind: "scoring", share: Math.min(1, Math.max(0, done / traces)) }
          : waiting.has(name)
            ? { kind: "waits" }
            : { kind: "rest" },
    };
  });
}
