import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { writeScoringModel } from "../bundle/contract.ts";
import { evaluate, predictedClasses } from "../evaluation/contract.ts";
import { assembleExamples, featureColumnNames, standardiseExamples } from "../features/contract.ts";
import { resolveLine } from "../lines.ts";
import { balancedWeights, fitClassifier, type Classifier, type TrainingData } from "../models/contract.ts";
import { registerRun, type ModelInput, type ModelVersion, type RunRecord } from "../registry/contract.ts";
import type { SplitRows } from "../split/contract.ts";
import { surveyKind } from "../survey-record.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { fitEmbedding, projectExamples } from "./embed-examples.ts";
import { goldenWindows } from "./golden-windows.ts";
import { lineageOf } from "./lineage.ts";
import { latestInputs, loadExamples, type Examples } from "./load-examples.ts";
import { referenceStatistics } from "./reference-statistics.ts";
import { splitExamples } from "./split-examples.ts";
import { fitStandardisation, takeRows } from "./standardisation.ts";
import type { TrainRequest } from "./train-request.ts";
import { writeTestedWindows } from "./tested-windows.ts";
import { usedClasses, type UsedClasses } from "./used-classes.ts";
import { writeTrainingEvidence, type TimeOnlyControl } from "./training-evidence.ts";

export interface TrainResult {
  readonly version: ModelVersion;
  readonly run: RunRecord;
  readonly warnings: readonly string[];
}

interface TimedFit {
  readonly classifier: Classifier;
  readonly fitSeconds: number;
  readonly backend: string;
  /** After each iteration or epoch. */
  readonly losses: readonly number[];
}

async function fitTimed(
  ports: WorkspacePorts,
  request: TrainRequest,
  data: TrainingData,
  step: string,
): Promise<TimedFit> {
  const losses: number[] = [];
  const needsNetwork = request.specification.family === "softmax";
  const networkTrainer = needsNetwork ? await ports.networkTrainer() : undefined;
  const started = ports.elapsedSeconds();
  const classifier = await fitClassifier(
    request.specification,
    data,
    {
      seed: request.seed,
      signal: ports.signal,
      yieldControl: ports.yieldControl,
      onProgress: ({ done, total, loss }) => {
        losses.push(loss);
        ports.onProgress?.({
          step,
          detail: `${request.specification.family}, loss ${loss.toFixed(4)}`,
          done,
          total,
          loss,
        });
      },
    },
    { networkTrainer },
  );
  return {
    classifier,
    fitSeconds: ports.elapsedSeconds() - started,
    backend: networkTrainer?.backend ?? "own",
    losses,
  };
}

function trainingData(
  request: TrainRequest,
  features: Float32Matrix,
  labels: Int32Array,
  classes: number,
): TrainingData {
  return {
    features,
    labels,
    classes,
    ...(request.classWeight === "balanced" ? { weights: balancedWeights(labels, classes) } : {}),
  };
}

/** The same family on window time alone: what depth by itself would give. */
async function timeOnlyPredictions(
  ports: WorkspacePorts,
  request: TrainRequest,
  examples: Examples,
  split: SplitRows,
  { classes, labels: allLabels }: UsedClasses,
): Promise<{ readonly control: TimeOnlyControl; readonly predicted: Int32Array }> {
  const time = float32Matrix(examples.rows, 1, Float32Array.from(examples.startMs));
  const train = takeRows(time, split.train);
  const { mean, std } = fitStandardisation(train);
  const labels = split.train.map((row) => allLabels[row]!);
  const data = trainingData(request, standardiseExamples(train, mean, std), labels, classes.length);
  const { classifier } = await fitTimed(ports, request, data, "train time-only control");
  const test = standardiseExamples(takeRows(time, split.test), mean, std);
  return {
    control: { classifier, mean: mean[0]!, std: std[0]! },
    predicted: predictedClasses(classifier.predictProbabilities(test)),
  };
}

/**
 * Trains on the newest features and labels, scores on the test rows beside chance, keeps the artefacts and registers a version.
 * Embedding and standardisation see the training rows only.
 */
export async function trainModel(ports: WorkspacePorts, request: TrainRequest): Promise<TrainResult> {
  const { workspace } = ports;
  const startedAt = ports.now();
  const { featureSet, labelSet } = await latestInputs(workspace);
  const surveys = await workspace.listRecords(surveyKind);
  const { split: definition } = request;
  const lineNames =
    definition.kind === "lines"
      ? [...definition.train, ...definition.test]
      : surveys.map((survey) => survey.name);
  const lines = lineNames.map((name) => resolveLine(name, surveys));
  const examples = await loadExamples(workspace, featureSet, labelSet, lines, request.withoutClasses);
  const { rows: split, warnings } = splitExamples(definition, examples, surveys);
  const used = usedClasses(examples.labels, labelSet.classes, split);
  const { classes } = used;
  const labelsOf = (rows: Int32Array): Int32Array => rows.map((row) => used.labels[row]!);

  const { lengthSamples, extent, intervalMicroseconds, verticalUnit } = featureSet.window;
  const embedding = await fitEmbedding(ports, examples, split.train, lengthSamples);
  const scores = await projectExamples(ports, examples, embedding, lengthSamples);
  const columns = featureColumnNames(embedding.components.rows, request.withTime);
  const all = assembleExamples(
    examples.eight,
    scores,
    request.withTime ? Float64Array.from(examples.startMs) : undefined,
  );
  const train = takeRows(all, split.train);
  const { mean, std } = fitStandardisation(train);
  const fitted = await fitTimed(
    ports,
    request,
    trainingData(request, standardiseExamples(train, mean, std), labelsOf(split.train), classes.length),
    "train",
  );
  const timeOnly = await timeOnlyPredictions(ports, request, examples, split, used);

  const test = standardiseExamples(takeRows(all, split.test), mean, std);
  const probabilities = fitted.classifier.predictProbabilities(test);
  const truth = labelsOf(split.test);
  const predicted = predictedClasses(probabilities);
  const evaluation = evaluate({
    truth,
    predicted,
    timeOnlyPredicted: timeOnly.predicted,
    classNames: classes,
    inflated: split.inflated,
  });
  const input: ModelInput = {
    extent,
    samples: lengthSamples,
    intervalMs: intervalMicroseconds / 1000,
    ...(verticalUnit ? { verticalUnit } : {}),
    haloTraces: 0,
    haloSamples: 0,
    needsTime: request.withTime,
  };
  const model: ScoringModel = {
    window: featureSet.window,
    input,
    classes,
    featureColumns: columns,
    embedding,
    featureMean: mean,
    featureStd: std,
    classifier: fitted.classifier,
  };
  const lineage = lineageOf({
    request,
    examples,
    split,
    featureSet,
    labelSet,
    columns,
    codeVersion: ports.codeVersion,
  });
  const parameters: Record<string, number> = { ...request.specification.parameters };
  const identity = stableJson({ family: request.specification.family, parameters, lineage, startedAt });
  const id = (await sha256Hex(new TextEncoder().encode(identity))).slice(0, 16);
  const artefacts = `runs/${id}`;
  const modelFiles = await writeScoringModel(workspace, `${artefacts}/model`, model);
  const evidenceFile = await writeTrainingEvidence(workspace, artefacts, {
    timeOnly: timeOnly.control,
    golden: await goldenWindows(ports, examples, split.train, model),
    reference: referenceStatistics(train, columns),
    classShares: classShares(labelsOf(split.train), classes.length),
  });
  const testedFile = await writeTestedWindows(workspace, artefacts, {
    examples,
    rows: split.test,
    truth,
    predicted,
    probabilities,
  });
  const run: RunRecord = {
    id,
    family: request.specification.family,
    parameters,
    backend: fitted.backend,
    fitSeconds: fitted.fitSeconds,
    losses: [...fitted.losses],
    examples: {
      train: split.train.length,
      validation: split.validation.length,
      test: split.test.length,
      buffer: split.buffer.length,
    },
    evaluation,
    lineage,
    classes: [...classes],
    input,
    artefacts,
    files: [...modelFiles, evidenceFile, testedFile],
    startedAt,
  };
  return {
    version: await registerRun(workspace, run, ports),
    run,
    warnings: [...warnings, ...used.warnings],
  };
}

function classShares(labels: Int32Array, classes: number): number[] {
  const shares = new Array<number>(classes).fill(0);
  for (const label of labels) shares[label]! += 1 / labels.length;
  return shares;
}
