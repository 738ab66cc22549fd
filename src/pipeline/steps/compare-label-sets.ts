import { InputError } from "../errors.ts";
import {
  LabelDifference,
  cohenKappa,
  countSamples,
  effectiveIntervals,
  kappaOfClass,
  noSamples,
  type EditableLabels,
  type LabelIntervals,
  type SampleCounts,
} from "../labels/contract.ts";
import { orientationOf } from "../lines.ts";
import { surveyKind, type SurveyRecord } from "../survey-record.ts";
import type { WorkspacePorts } from "./context.ts";
import { readLabelSet } from "./label-draft.ts";
import { surveyHeaders } from "./survey-headers.ts";

type ComparePorts = Pick<WorkspacePorts, "workspace" | "signal" | "onProgress" | "yieldControl">;

/** What changed from one label set to another, on the traces of the workspace. */
export interface LabelSetDifference {
  readonly from: string;
  readonly to: string;
  /** Traces on which anything is another. */
  readonly traces: number;
  /** The largest first; "" stands for no label. Lengths are in the vertical unit, all traces together. */
  readonly changes: readonly {
    readonly from: string;
    readonly to: string;
    readonly traces: number;
    readonly totalMs: number;
  }[];
  readonly verticalUnit: SurveyRecord["verticalUnit"];
}

/** How far two label sets agree on samples that both label. Kappa is null where chance alone would agree everywhere. */
export interface Agreement {
  /** Samples that both label, and those that one leaves open. */
  readonly samples: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Share of `samples` with the same class; null where there are none. */
  readonly agreed: number | null;
  readonly kappa: number | null;
}

export interface LabelSetAgreement extends Agreement {
  readonly a: string;
  readonly b: string;
  /** Of both. */
  readonly classes: readonly string[];
  /** `[classes, classes]`: what `a` says against what `b` says. */
  readonly counts: readonly (readonly number[])[];
  /** Each class against all others. */
  readonly perClass: readonly {
    readonly name: string;
    /** Samples that `a` and that `b` give it, and that both do. */
    readonly inA: number;
    readonly inB: number;
    readonly inBoth: number;
    readonly kappa: number | null;
  }[];
  /** Line by line: whole line files, and the inlines of volumes. Those without a label on either side are left out. */
  readonly perLine: readonly (Agreement & { readonly survey: string; readonly inline?: number })[];
}

/** Both label sets as they apply to each survey, with classes as places in one list of names. */
class ComparedSets {
  readonly classes: string[];
  private constructor(
    private readonly ports: ComparePorts,
    private readonly a: EditableLabels,
    private readonly b: EditableLabels,
    private readonly surveys: readonly SurveyRecord[],
  ) {
    this.classes = [...new Set([...a.scheme, ...b.scheme].map(({ name }) => name))];
  }

  /** @throws InputError `label-set-unknown`, `label-unit-differs` */
  static async open(ports: ComparePorts, a: string, b: string): Promise<ComparedSets> {
    const [first, second] = [await readLabelSet(ports.workspace, a), await readLabelSet(ports.workspace, b)];
    const [unit, otherUnit] = [first.labelSet.verticalUnit ?? "ms", second.labelSet.verticalUnit ?? "ms"];
    if (unit !== otherUnit)
      throw new InputError(
        "label-unit-differs",
        `label set ${a} is in ${unit}, label set ${b} in ${otherUnit}`,
        { advice: "Compare label sets of one vertical unit." },
      );
    return new ComparedSets(
      ports,
      first.labels,
      second.labels,
      await ports.workspace.listRecords(surveyKind),
    );
  }

  async forEachSurvey(
    work: (survey: SurveyRecord, a: LabelIntervals, b: LabelIntervals) => void,
  ): Promise<void> {
    for (const [done, survey] of this.surveys.entries()) {
      this.ports.signal?.throwIfAborted();
      this.ports.onProgress?.({ step: "compare", detail: survey.name, done, total: this.surveys.length });
      await this.ports.yieldControl?.();
      const positions = { name: survey.name, ...(await surveyHeaders(this.ports.workspace, survey)) };
      const [a, b] = [this.a, this.b].map((labels): LabelIntervals => {
        const places = labels.scheme.map(({ name }) => this.classes.indexOf(name));
        const own = effectiveIntervals(labels, positions);
        return { ...own, classIndex: own.classIndex.map((index) => places[index]!) };
      });
      work(survey, a!, b!);
    }
  }
}

/**
 * What changed from one label set to another. Where lines cross, each survey is compared by its own labels.
 * @throws InputError `label-set-unknown`, `label-unit-differs`
 */
export async function diffLabelSets(
  ports: ComparePorts,
  from: string,
  to: string,
): Promise<LabelSetDifference> {
  const sets = await ComparedSets.open(ports, from, to);
  const difference = new LabelDifference();
  await sets.forEachSurvey((_, a, b) => {
    difference.add(a, b);
  });
  const { labelSet } = await readLabelSet(ports.workspace, from);
  const nameOf = (index: number): string => sets.classes[index] ?? "";
  return {
    from,
    to,
    traces: difference.traces,
    changes: difference
      .changes()
      .map((change) => ({ ...change, from: nameOf(change.from), to: nameOf(change.to) })),
    verticalUnit: labelSet.verticalUnit ?? "ms",
  };
}

const sum = (values: Iterable<number>): number => {
  let all = 0;
  for (const value of values) all += value;
  return all;
};

function agreementOf({ both, onlyA, onlyB }: SampleCounts, classes: number): Agreement {
  const samples = sum(both);
  const same = sum(Array.from({ length: classes }, (_, c) => both[c * classes + c]!));
  return {
    samples,
    onlyA,
    onlyB,
    agreed: samples > 0 ? same / samples : null,
    kappa: cohenKappa(both, classes),
  };
}

/**
 * How far two label sets agree: Cohen's kappa on the samples that both label, of all classes, of each class against the
 * others, and line by line.
 * @throws InputError `label-set-unknown`, `label-unit-differs`
 */
export async function agreementOfLabelSets(
  ports: ComparePorts,
  a: string,
  b: string,
): Promise<LabelSetAgreement> {
  const sets = await ComparedSets.open(ports, a, b);
  const n = sets.classes.length;
  const perLine: { survey: string; inline?: number; counts: SampleCounts }[] = [];
  await sets.forEachSurvey((survey, inA, inB) => {
    const axis = {
      startMs: survey.delayMs,
      intervalMs: survey.intervalMicroseconds / 1000,
      samples: survey.samplesPerTrace,
    };
    const isVolume = orientationOf(survey) === "volume";
    const lines = new Map<number | undefined, SampleCounts>();
    countSamples(inA, inB, axis, n, (inline) => {
      const line = isVolume ? inline : undefined;
      const counts = lines.get(line) ?? noSamples(n);
      lines.set(line, counts);
      return counts;
    });
    for (const [inline, counts] of lines)
      perLine.push({ survey: survey.name, ...(inline === undefined ? {} : { inline }), counts });
  });
  const all = noSamples(n);
  for (const { counts } of perLine) {
    counts.both.forEach((count, cell) => (all.both[cell]! += count));
    all.onlyA += counts.onlyA;
    all.onlyB += counts.onlyB;
  }
  const cell = (row: number, column: number): number => all.both[row * n + column]!;
  const places = sets.classes.map((_, place) => place);
  return {
    a,
    b,
    classes: sets.classes,
    ...agreementOf(all, n),
    counts: places.map((row) => places.map((column) => cell(row, column))),
    perClass: sets.classes.map((name, c) => ({
      name,
      inA: sum(places.map((other) => cell(c, other))),
      inB: sum(places.map((other) => cell(other, c))),
      inBoth: cell(c, c),
      kappa: kappaOfClass(all.both, n, c),
    })),
    perLine: perLine.map(({ counts, ...line }) => ({ ...line, ...agreementOf(counts, n) })),
  };
}
