import { BoostingClassifier } from "./boosting/boosting-classifier.ts";
import { fitBoosting } from "./boosting/fit-boosting.ts";
import { checkTrainingData } from "./check-training-data.ts";
import type {
  Classifier,
  FitOptions,
  FitPorts,
  ModelFamily,
  ModelSpecification,
  NamedTensors,
  TrainingData,
} from "./contract.ts";
import { SoftmaxClassifier } from "./softmax/softmax-classifier.ts";

/**
 * Trains a classifier. The same data, parameters and seed give the same model; boosting to the last bit on any machine (it has no
 * randomness: the seed is not used), softmax on one backend.
 * @throws InputError what `checkTrainingData` says; `too-many-examples`; JobError `out-of-memory`; the signal's reason when cancelled
 */
export async function fitClassifier(
  specification: ModelSpecification,
  data: TrainingData,
  options: FitOptions,
  ports: FitPorts = {},
): Promise<Classifier> {
  checkTrainingData(data);
  options.signal?.throwIfAborted();
  switch (specification.family) {
    case "boosting":
      return new BoostingClassifier(await fitBoosting(data, specification.parameters, options));
    case "softmax": {
      if (!ports.networkTrainer) throw new TypeError("softmax needs the networkTrainer port");
      const { weights, bias } = await ports.networkTrainer.fitSoftmax(
        data,
        specification.parameters,
        options,
      );
      return new SoftmaxClassifier(weights, bias);
    }
  }
}

/**
 * The classifier that gave these tensors; its probabilities are the same to the last bit.
 * @throws InputError `model-tensors-invalid`
 */
export function restoreClassifier(family: ModelFamily, tensors: NamedTensors): Classifier {
  switch (family) {
    case "boosting":
      return BoostingClassifier.fromTensors(tensors);
    case "softmax":
      return SoftmaxClassifier.fromTensors(tensors);
  }
}
