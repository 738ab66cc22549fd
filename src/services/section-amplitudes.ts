import {
  conditionTraces,
  isIdle,
  tabulateAmplitudes,
  withoutMutes,
  type AmplitudeTable,
  type Conditioning,
  type SampleAxis,
} from "../pipeline/display/contract.ts";
import type { TraceMutes } from "../pipeline/quality/contract.ts";
import type { Float32Matrix } from "../quantities/matrix.ts";

/** Amplitudes of a section after a conditioning. */
export interface Conditioned {
  /** `[traces, samples]` */
  readonly samples: Float32Matrix;
  readonly table: AmplitudeTable;
}

/** A section's amplitudes as recorded, and as the last conditioning that was asked for made them. */
export class SectionAmplitudes {
  readonly #recorded: Conditioned;
  #last: (Conditioned & { readonly name: string }) | undefined;

  constructor(
    samples: Float32Matrix,
    private readonly mutes: TraceMutes,
    private readonly axis: SampleAxis,
  ) {
    this.#recorded = this.#tabulated(samples);
  }

  /** Of what was made beside the section's own samples. */
  get bytes(): number {
    return this.#last?.samples.data.byteLength ?? 0;
  }

  /** @throws InputError `band-pass-corners`, `t-power`, `agc-window` */
  of({ bandPass, tPower, agcMs }: Conditioning = {}): Conditioned {
    const conditioning = {
      ...(bandPass ? { bandPass } : {}),
      ...(tPower === undefined ? {} : { tPower }),
      ...(agcMs === undefined ? {} : { agcMs }),
    };
    if (isIdle(conditioning)) return this.#recorded;
    const name = JSON.stringify(conditioning);
    if (this.#last?.name === name) return this.#last;
    const { samples } = this.#recorded;
    const conditioned = this.#tabulated(conditionTraces(samples, this.axis, conditioning, this.mutes));
    this.#last = { name, ...conditioned };
    return this.#last;
  }

  #tabulated(samples: Float32Matrix): Conditioned {
    return { samples, table: tabulateAmplitudes(() => withoutMutes(samples, this.mutes)) };
  }
}
