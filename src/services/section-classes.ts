import { InputError } from "../pipeline/errors.ts";
import { LabelIndex, labelSetKind, labelsFromTable } from "../pipeline/labels/contract.ts";
import type { Predictions } from "../pipeline/serving/contract.ts";
import { predictionKind, readPrediction } from "../pipeline/steps/prediction-record.ts";
import { truthOf } from "../pipeline/steps/section-truth.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import type { HeldSection } from "./section-held.ts";
import { predictionsOnSamples, type SampleClasses, type SamplePredictions } from "./section-overlays.ts";

/** Labels and predictions on the samples of held sections. Keeps the label set and the prediction that were used last. */
export class SectionClasses {
  readonly #workspace: () => Promise<Workspace>;
  #labels: { readonly id: string; readonly index: LabelIndex } | undefined;
  #predictions: { readonly id: string; readonly all: Predictions } | undefined;

  constructor(ports: { workspace(): Promise<Workspace> }) {
    this.#workspace = () => ports.workspace();
  }

  /** Class names of a label set, in their order. */
  async schemeOf(labelSetId: string): Promise<readonly string[] | undefined> {
    return (await (await this.#workspace()).getRecord(labelSetKind, labelSetId))?.classes;
  }

  /** @throws InputError `label-set-unknown` */
  async labels(held: HeldSection, labelSetId: string): Promise<SampleClasses> {
    const key = `labels ${labelSetId}`;
    const known = held.classes.get(key);
    if (known) return known;
    const index = await this.#labelIndex(labelSetId);
    const survey = held.record;
    const truth = survey
      ? truthOf(
          { survey, inline: held.inline, crossline: held.crossline, samples: held.samples.columns },
          index,
          index.classes,
        )
      : new Int32Array(held.samples.data.length).fill(-1);
    const classes: SampleClasses = { names: index.classes, index: Int16Array.from(truth) };
    keepOne(held, "labels ", key, classes);
    return classes;
  }

  /** @throws InputError `prediction-unknown`, `prediction-other-survey` */
  async predictions(held: HeldSection, predictionId: string): Promise<SamplePredictions> {
    const key = `prediction ${predictionId}`;
    const known = held.classes.get(key);
    if (known && "confidence" in known) return known;
    const all = await this.#predictionsOf(predictionId);
    const { traceIndex, intervalMs } = held.fixed;
    if (all.survey !== held.record?.name)
      throw new InputError(
        "prediction-other-survey",
        `this prediction is of ${all.survey}, the section is of ${held.fixed.survey}`,
        { advice: "Predict this survey, or open the other one." },
      );
    const said = predictionsOnSamples(all, traceIndex, held.samples.columns, intervalMs);
    keepOne(held, "prediction ", key, said);
    return said;
  }

  async #labelIndex(id: string): Promise<LabelIndex> {
    if (this.#labels?.id === id) return this.#labels.index;
    const workspace = await this.#workspace();
    const record = await workspace.getRecord(labelSetKind, id);
    if (!record)
      throw new InputError("label-set-unknown", `there is no label set ${id} in this workspace`, {
        advice: "Choose another one, or import the labels again.",
      });
    const index = new LabelIndex(labelsFromTable(await workspace.getTable(record.path)), record.classes);
    this.#labels = { id, index };
    return index;
  }

  async #predictionsOf(id: string): Promise<Predictions> {
    if (this.#predictions?.id === id) return this.#predictions.all;
    const workspace = await this.#workspace();
    const record = await workspace.getRecord(predictionKind, id);
    if (!record)
      throw new InputError("prediction-unknown", `there is no prediction ${id} in this workspace`, {
        advice: "Predict the survey again.",
      });
    const all = await readPrediction(workspace, record);
    this.#predictions = { id, all };
    return all;
  }
}

/** A section keeps one label set and one prediction. */
function keepOne(held: HeldSection, prefix: string, key: string, classes: SampleClasses): void {
  for (const other of held.classes.keys()) if (other.startsWith(prefix)) held.classes.delete(other);
  held.classes.set(key, classes);
}
