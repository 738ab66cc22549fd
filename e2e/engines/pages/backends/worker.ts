/// <reference types="vite/client" />
import { expose } from "comlink";
import {
  createBrowserNetworkTrainer,
  probeBackends,
  type BackendName,
} from "../../../../src/adapters/tfjs/browser-backends.ts";
import { GeophoneError } from "../../../../src/pipeline/errors.ts";
import { softmaxParametersSchema } from "../../../../src/pipeline/models/contract.ts";
import { syntheticExamples } from "../../../../src/pipeline/models/synthetic-examples.fixture.ts";

interface Trained {
  readonly kind: "trained";
  readonly backend: string;
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}
interface Failed {
  readonly kind: "failed";
  readonly code: string;
  readonly advice: string | undefined;
}

let tellBegun: () => void;
const begun = new Promise<void>((resolve) => (tellBegun = resolve));

const engine = {
  probe: () => probeBackends(),

  /** Settles once the first training has its backend and begins its steps. */
  trainingBegins: () => begun,

  /** Trains softmax on made-up examples; the error's code and advice where it fails. */
  async train(choice: "auto" | BackendName, epochs: number): Promise<Trained | Failed> {
    try {
      const trainer = await createBrowserNetworkTrainer(choice);
      const losses: number[] = [];
      const { weights } = await trainer.fitSoftmax(
        syntheticExamples(1000, 3, 1),
        softmaxParametersSchema.parse({ epochs }),
        {
          seed: 5,
          onProgress: ({ loss }) => losses.push(loss),
          yieldControl: async () => {
            tellBegun();
          },
        },
      );
      return { kind: "trained", backend: trainer.backend, losses, weights: [...weights.data] };
    } catch (fault) {
      if (!(fault instanceof GeophoneError)) throw fault;
      return { kind: "failed", code: fault.code, advice: fault.advice };
    }
  },
};
export type BackendsEngine = typeof engine;

expose(engine);
