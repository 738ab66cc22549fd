import { filesOfSurvey } from "../files-of-survey.ts";
import type { SurveyRecord } from "../survey-record.ts";
import { stableJson } from "../workspace/contract.ts";
import type { ModelVersion, RunRecord } from "./contract.ts";
import { versionStateOf, type RegistryState } from "./fold-events.ts";

export interface LineageNode {
  /** Unique in a graph. */
  readonly id: string;
  readonly kind:
    | "file"
    | "survey"
    | "label-file"
    | "labels"
    | "features"
    | "split"
    | "run"
    | "version"
    | "bundle"
    | "predictions";
  /** What it is called: a file's name, "version 3". */
  readonly label: string;
  /** A hash, a number of windows, a stage: what tells it from others of its name. */
  readonly detail: string;
  /** False where this workspace holds no such thing any more. */
  readonly present: boolean;
}

export interface LineageGraph {
  /** In the order of the data's way. */
  readonly nodes: readonly LineageNode[];
  /** Ids; from what came first. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** The records that a graph is drawn from; those of later stages in as much as it needs of them. */
export interface LineageRecords {
  readonly version: ModelVersion;
  readonly run: RunRecord;
  readonly state: RegistryState;
  readonly surveys: readonly SurveyRecord[];
  readonly featureSets: readonly { readonly id: string }[];
  readonly labelSets: readonly { readonly id: string }[];
  readonly bundles: readonly (Pick<RunRecord, "family" | "evaluation" | "lineage"> & {
    readonly id: string;
    readonly fileName: string;
  })[];
  readonly predictions: readonly {
    readonly id: string;
    readonly survey: string;
    readonly surveySha256: string;
    readonly examples: number;
    readonly scorer:
      | { readonly kind: "version"; readonly version: number }
      | { readonly kind: "bundle"; readonly id: string };
  }[];
}

/** The same training has the same content, wherever it is kept. */
const contentOf = ({
  family,
  evaluation,
  lineage,
}: Pick<RunRecord, "family" | "evaluation" | "lineage">): string =>
  stableJson({ family, evaluation, lineage });

/** What a version was made from, down to the hashes of files, and what was made with it. */
export function lineageGraph(records: LineageRecords): LineageGraph {
  const { version, run, state, surveys, featureSets, labelSets, bundles, predictions } = records;
  const { lineage } = run;
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageGraph["edges"][number]>();
  const add = (id: string, node: Omit<LineageNode, "id">): string => {
    if (!nodes.has(id)) nodes.set(id, { id, ...node });
    return id;
  };
  const join = (from: string, to: string): void => void edges.set(`${from} ${to}`, { from, to });
  const surveyOf = (sha256: string): SurveyRecord | undefined =>
    surveys.find(
      (survey) => survey.sha256 === sha256 || filesOfSurvey(survey).some((file) => file.sha256 === sha256),
    );
  const addFile = (fileName: string, sha256: string, present: boolean): string =>
    add(`file:${sha256}`, { kind: "file", label: fileName, detail: sha256, present });
  const addSurvey = (survey: SurveyRecord): string =>
    add(`survey:${survey.name}`, {
      kind: "survey",
      label: survey.name,
      detail: `${survey.traces} traces`,
      present: true,
    });

  const features = `features:${lineage.featureSet.id}`;
  for (const { fileName, sha256 } of lineage.files) {
    const survey = surveyOf(sha256);
    const file = addFile(fileName, sha256, survey !== undefined);
    // A survey that is gone leaves its file, by its hash.
    const source = survey ? addSurvey(survey) : file;
    if (source !== file) join(file, source);
    join(source, features);
  }
  const { window, every } = lineage.featureSet;
  add(features, {
    kind: "features",
    label: `${lineage.features.length} features`,
    detail: `${window.lengthSamples} samples each ${window.stepSamples}, every ${every}`,
    present: featureSets.some(({ id }) => id === lineage.featureSet.id),
  });
  const labels = `labels:${lineage.labelSet.id}`;
  const labelled = labelSets.some(({ id }) => id === lineage.labelSet.id);
  for (const { fileName, sha256 } of lineage.labelSet.sources)
    join(
      add(`label-file:${sha256}`, { kind: "label-file", label: fileName, detail: sha256, present: labelled }),
      labels,
    );
  add(labels, {
    kind: "labels",
    label: `label set ${lineage.labelSet.id.slice(0, 8)}`,
    detail: run.classes.join(", "),
    present: labelled,
  });
  const { split } = lineage;
  const splitNode = add("split", {
    kind: "split",
    label: split.kind === "lines" ? "split by lines" : "random split (inflated)",
    detail: `${run.examples.train} train, ${run.examples.test} test`,
    present: true,
  });
  join(features, splitNode);
  join(labels, splitNode);
  const runNode = add(`run:${run.id}`, {
    kind: "run",
    label: `run ${run.id.slice(0, 8)}`,
    detail: `${run.family}, seed ${lineage.seed}`,
    present: true,
  });
  join(splitNode, runNode);
  const { stage, aliases } = versionStateOf(state, version.version);
  const versionNode = add(`version:${version.version}`, {
    kind: "version",
    label: `version ${version.version}`,
    detail: [stage, ...aliases].join(", "),
    present: true,
  });
  join(runNode, versionNode);

  const own = contentOf(run);
  const ownBundles = bundles.filter((bundle) => contentOf(bundle) === own);
  for (const { id, fileName } of ownBundles)
    join(versionNode, add(`bundle:${id}`, { kind: "bundle", label: fileName, detail: id, present: true }));
  for (const { id, survey, surveySha256, examples, scorer } of predictions) {
    const scored =
      scorer.kind === "version"
        ? scorer.version === version.version
          ? versionNode
          : undefined
        : ownBundles.some((bundle) => bundle.id === scorer.id)
          ? `bundle:${scorer.id}`
          : undefined;
    if (scored === undefined) continue;
    const node = add(`predictions:${id}`, {
      kind: "predictions",
      label: `classes of ${survey}`,
      detail: `${examples} windows`,
      present: true,
    });
    const record = surveys.find(({ name, sha256 }) => name === survey && sha256 === surveySha256);
    if (record) {
      for (const { fileName, sha256 } of filesOfSurvey(record))
        join(addFile(fileName, sha256, true), addSurvey(record));
      join(addSurvey(record), node);
    } else join(addFile(survey, surveySha256, false), node);
    join(scored, node);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
