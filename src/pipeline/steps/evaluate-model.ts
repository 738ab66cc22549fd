import { float32Matrix } from "../../quantities/matrix.ts";
import { readScoringModel } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { standardiseExamples, unitOf } from "../features/contract.ts";
import { evaluate, predictedClasses, type Evaluation } from "../evaluation/contract.ts";
import { labelExamples, LabelIndex, labelCoverage, mergeLabels, UNLABELLED } from "../labels/contract.ts";
import { findModelVersion } from "../registry/contract.ts";
import { openSegy, type SegyReading } from "../segy/contract.ts";
import { predictFile } from "../serving/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { readLabelFile } from "./import-labels.ts";
import { surveyNameOf } from "./survey-files.ts";
import { readTrainingEvidence } from "./training-evidence.ts";

export interface EvaluateRequest {
  /** A version number, or "latest". */
  readonly model: string;
  readonly surveys: readonly string[];
  readonly labels: readonly string[];
  readonly every: number;
  /** What a person says of the surveys; where inline and crossline are, of label volumes too. */
  readonly reading?: SegyReading;
}

function unknownClass(name: string, survey: string, classes: readonly string[]): InputError {
  return new InputError(
    "label-scheme-differs",
    `windows of ${survey} are labelled "${name}", a class that this model does not know`,
    {
      advice: `The model's classes are ${classes.join(", ")}.`,
    },
  );
}

/**
 * Scores a registered model on labelled files that it need not have met before, beside the same controls as in training.
 * @throws InputError `label-scheme-differs`, `nothing-labelled`, and what reading raises
 */
export async function evaluateModel(ports: WorkspacePorts, request: EvaluateRequest): Promise<Evaluation> {
  const { run } = await findModelVersion(ports.workspace, request.model);
  const model = await readScoringModel(ports.workspace, `${run.artefacts}/model`);
  const { timeOnly } = await readTrainingEvidence(ports.workspace, run.artefacts);

  // Numbers in a label volume count the model's classes, as they do in the SEG-Y that predictions are written to.
  const isNumbered = model.classes.every((name) => /^\d+$/.test(name));
  const imported = [];
  for (const location of request.labels)
    imported.push(
      (
        await readLabelFile(ports, location, {
          ...(isNumbered ? {} : { classNames: model.classes }),
          lineBytes: request.reading?.lineBytes,
          expectedUnit: unitOf(model.window),
        })
      ).labels,
    );
  const merged = mergeLabels(imported);
  const index = new LabelIndex(merged, merged.classes);
  const placeOf = merged.classes.map((name) => model.classes.indexOf(name));

  const truth: number[] = [];
  const predicted: number[] = [];
  const startMs: number[] = [];
  const positions = [];
  for (const location of request.surveys) {
    const source = await ports.openSource(location);
    try {
      const segy = await openSegy(source, { reading: request.reading });
      const name = surveyNameOf(source.name);
      const predictions = await predictFile(model, segy, name, {
        every: request.every,
        signal: ports.signal,
        onProgress: (done: number, total: number) =>
          ports.onProgress?.({ step: "score", detail: source.name, done, total }),
      });
      positions.push({
        name,
        count: predictions.rows,
        inline: predictions.inline,
        crossline: predictions.crossline,
      });
      const labels = labelExamples(index, { ...predictions, surveyName: name }, model.window);
      for (let row = 0; row < predictions.rows; row++) {
        const label = labels[row]!;
        if (label === UNLABELLED || predictions.classIndex[row]! < 0) continue;
        if (placeOf[label]! < 0) throw unknownClass(merged.classes[label]!, name, model.classes);
        truth.push(placeOf[label]!);
        predicted.push(predictions.classIndex[row]!);
        startMs.push(predictions.startMs[row]!);
      }
    } finally {
      await source.close();
    }
  }
  labelCoverage(merged, positions);
  if (truth.length === 0)
    throw new InputError("nothing-labelled", "no window of these files has a label", {
      advice: "The labels must cover the centres of windows on these very lines.",
    });
  const time = standardiseExamples(
    float32Matrix(startMs.length, 1, Float32Array.from(startMs)),
    Float64Array.of(timeOnly.mean),
    Float64Array.of(timeOnly.std),
  );
  return evaluate({
    truth: Int32Array.from(truth),
    predicted: Int32Array.from(predicted),
    timeOnlyPredicted: predictedClasses(timeOnly.classifier.predictProbabilities(time)),
    classNames: model.classes,
    inflated: run.evaluation.inflated,
  });
}
