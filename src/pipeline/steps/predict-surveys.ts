import { GeophoneError, InputError, JobError } from "../errors.ts";
import { surveyKind, type SurveyRecord } from "../survey-record.ts";
import type { Workspace } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { loadScorer, type LoadedScorer } from "./load-scorer.ts";
import { knownPrediction, scoreSurvey } from "./predict-survey.ts";
import type { PredictionRecord, Scorer } from "./prediction-record.ts";
import { requireSurvey } from "./survey-files.ts";

export interface PredictSurveysRequest {
  readonly scorer: Scorer;
  /** Names. */
  readonly surveys: readonly string[];
}

/** What became of one survey of a batch. */
export type PredictedSurvey =
  /** `kept`: the same model had said it before. */
  | { readonly survey: string; readonly state: "scored" | "kept"; readonly prediction: PredictionRecord }
  | { readonly survey: string; readonly state: "failed"; readonly error: unknown };

/** After these no other survey would fare better. */
const hopeless: ReadonlySet<string> = new Set(["storage-full"]);

/** At most so many failures are named in one sentence. */
const namedFailures = 3;

/** Those of the surveys that a scorer has yet to answer: only their files are read. */
export async function unscoredSurveys(
  workspace: Workspace,
  { scorer, surveys }: PredictSurveysRequest,
): Promise<SurveyRecord[]> {
  const loaded = await loadScorer(workspace, scorer);
  const unscored: SurveyRecord[] = [];
  for (const name of new Set(surveys)) {
    const record = await workspace.getRecord(surveyKind, name);
    if (record && !(await knownPrediction(workspace, record, loaded))) unscored.push(record);
  }
  return unscored;
}

/** A batch under way: what came of each survey is told as soon as it is known, and kept for the end. */
class Batch {
  readonly outcomes: PredictedSurvey[] = [];
  readonly waiting: SurveyRecord[] = [];
  private total = 0;
  private before = 0;

  constructor(
    private readonly ports: WorkspacePorts,
    private readonly names: readonly string[],
    private readonly onOutcome: (outcome: PredictedSurvey) => void,
  ) {}

  /** What fails is told, and the others go on; save where none of them could, or the person has had enough. */
  async try(survey: string, work: () => Promise<void>): Promise<void> {
    this.ports.signal?.throwIfAborted();
    try {
      await work();
    } catch (error) {
      if (this.ports.signal?.aborted) throw error;
      this.tell({ survey, state: "failed", error });
      if (error instanceof GeophoneError && hopeless.has(error.code)) throw error;
    }
  }

  tell(outcome: PredictedSurvey): void {
    this.outcomes.push(outcome);
    this.onOutcome(outcome);
  }

  wait(survey: SurveyRecord): void {
    this.waiting.push(survey);
    this.total += survey.traces;
  }

  /** Progress is counted in traces of all that is to be scored. */
  async score(survey: SurveyRecord, answering: { scorer: Scorer; loaded: LoadedScorer }): Promise<void> {
    const { names, before, total, outcomes } = this;
    const detail =
      names.length === 1
        ? survey.fileName
        : `${names.length} surveys, ${outcomes.length} done, now ${survey.name}`;
    const onProgress = ({ done }: { readonly done: number }): void =>
      this.ports.onProgress?.({ step: "predict", detail, done: before + done, total });
    onProgress({ done: 0 });
    await this.try(survey.name, async () => {
      const prediction = await scoreSurvey({ ...this.ports, onProgress }, survey, answering);
      this.tell({ survey: survey.name, state: "scored", prediction });
    });
    this.before += survey.traces;
  }
}

/**
 * Scores every trace of several surveys and keeps the answers, survey by survey: a batch that was broken off goes on with those
 * that are missing. One that cannot be scored does not keep the others from it.
 * @param onOutcome called once for each survey, as soon as it is known; those that are kept come first
 * @throws what failed, where it was the only survey; InputError or JobError `surveys-failed` after all others were done;
 * JobError `storage-full` at once, and what `loadScorer` raises
 */
export async function predictSurveys(
  ports: WorkspacePorts,
  { scorer, surveys }: PredictSurveysRequest,
  onOutcome: (outcome: PredictedSurvey) => void = () => undefined,
): Promise<PredictionRecord[]> {
  const { workspace } = ports;
  const loaded = await loadScorer(workspace, scorer);
  const names = [...new Set(surveys)];
  const batch = new Batch(ports, names, onOutcome);
  for (const survey of names)
    await batch.try(survey, async () => {
      const record = await requireSurvey(workspace, survey);
      const prediction = await knownPrediction(workspace, record, loaded);
      if (prediction) batch.tell({ survey, state: "kept", prediction });
      else batch.wait(record);
    });
  for (const record of batch.waiting) await batch.score(record, { scorer, loaded });
  requireAll(batch.outcomes);
  return batch.outcomes.flatMap((outcome) => (outcome.state === "failed" ? [] : [outcome.prediction]));
}

function requireAll(outcomes: readonly PredictedSurvey[]): void {
  const failed = outcomes.filter((outcome) => outcome.state === "failed");
  if (failed.length === 0) return;
  if (outcomes.length === 1) throw failed[0]!.error;
  const named = failed
    .slice(0, namedFailures)
    .map(({ survey, error }) => (error instanceof GeophoneError ? `${survey} [${error.code}]` : survey));
  const more = failed.length > namedFailures ? ` and ${failed.length - namedFailures} more` : "";
  const message = `${failed.length} of ${outcomes.length} surveys could not be scored: ${named.join(", ")}${more}`;
  const options = { advice: "The others are done. Mend these and score again." };
  throw failed.every(({ error }) => error instanceof InputError)
    ? new InputError("surveys-failed", message, options)
    : new JobError("surveys-failed", message, options);
}
