import { featureNames, type FeatureName } from "../../pipeline/features/feature-names.ts";
import { unitOf, type WindowDefinition } from "../../pipeline/features/contract.ts";
import {
  qualityMeasures,
  type BinColouring,
  type BinsView,
  type QualityMeasure,
} from "../../services/bins-contract.ts";
import type { Overview, OverviewSurvey } from "../../services/contract.ts";
import type { ColourBy, useMapStore } from "./map-store.ts";

type MapState = ReturnType<typeof useMapStore.getState>;

export interface ColourOption {
  readonly by: ColourBy;
  readonly label: string;
  /** Why it cannot be chosen now; absent: it can. */
  readonly why?: string;
}

export interface ColourGroup {
  readonly label: string;
  readonly options: readonly ColourOption[];
}

const qualityNames: Readonly<Record<QualityMeasure, string>> = {
  dead: "Dead traces",
  "non-finite": "NaN or infinite samples",
  "no-coordinates": "No coordinates",
  rms: "RMS of the trace",
  "mute-start": "Mute at the start",
  "mute-end": "Mute at the end",
};

const titled = (name: string): string => {
  const words = name.replaceAll("_", " ");
  return name === "rms" ? "RMS" : words.charAt(0).toUpperCase() + words.slice(1);
};

/** What there is to colour the bins of a survey by: the newest of each, or what a person chose. */
export interface Colourable {
  readonly groups: readonly ColourGroup[];
  readonly labelSets: Overview["labelSets"];
  readonly predictions: Overview["predictions"];
  readonly models: Overview["models"];
  readonly labelSetId: string | undefined;
  readonly predictionId: string | undefined;
  readonly runId: string | undefined;
  /** Whether a time range can be chosen for what is chosen now. */
  readonly takesRange: boolean;
  /** undefined: what was chosen is not there; then bins show their traces. */
  readonly colouring: BinColouring | undefined;
}

const unless = (isThere: boolean, why: string): { readonly why?: string } => (isThere ? {} : { why });

/** @param field of the trace headers, where one is known */
export function colourableOf(
  overview: Overview,
  survey: OverviewSurvey,
  bins: BinsView | undefined,
  state: Pick<MapState, "by" | "labelSetId" | "runId" | "predictionId" | "range">,
  field: string | undefined,
): Colourable {
  const { by, range } = state;
  const labelSets = overview.labelSets.filter(
    ({ verticalUnit = "ms" }) => verticalUnit === survey.verticalUnit,
  );
  const predictions = overview.predictions.filter(
    (record) => record.survey === survey.name && record.surveySha256 === survey.sha256,
  );
  const { models } = overview;
  const featureSet = overview.featureSets
    .filter(({ tables }) =>
      tables.some((table) => table.survey === survey.name && table.surveySha256 === survey.sha256),
    )
    .at(-1);
  const labelSetId = (labelSets.find(({ id }) => id === state.labelSetId) ?? labelSets.at(-1))?.id;
  const prediction = predictions.find(({ id }) => id === state.predictionId) ?? predictions.at(-1);
  const runId = (models.find(({ run }) => run.id === state.runId) ?? models.at(-1))?.run.id;
  const isFitted = bins?.fullResidual !== undefined;
  const noLabels = unless(
    labelSetId !== undefined,
    "There are no labels yet: import some on the Labels page",
  );
  const noPrediction = unless(prediction !== undefined, "No model has predicted this survey yet");
  const noFeatures = unless(featureSet !== undefined, "There are no features of this survey yet");
  const groups: ColourGroup[] = [
    {
      label: "Geometry",
      options: [
        { by: "traces", label: "Traces" },
        {
          by: "residual",
          label: "Distance from the fit",
          ...unless(isFitted, "Needs coordinates that vary"),
        },
      ],
    },
    {
      label: "Quality",
      options: qualityMeasures.map((measure) => ({
        by: `quality ${measure}` as const,
        label: qualityNames[measure],
      })),
    },
    {
      label: "Features",
      options: featureNames.map((name) => ({
        by: `feature ${name}` as const,
        label: titled(name),
        ...noFeatures,
      })),
    },
    {
      label: "Labels",
      options: [
        { by: "coverage", label: "Label coverage", ...noLabels },
        { by: "label", label: "Label of most samples", ...noLabels },
      ],
    },
    {
      label: "Models",
      options: [
        {
          by: "split",
          label: "Split of a training",
          ...unless(runId !== undefined, "Nothing is trained yet"),
        },
        { by: "prediction", label: "Prediction", ...noPrediction },
        { by: "confidence", label: "Confidence", ...noPrediction },
      ],
    },
    {
      label: "Trace headers",
      options: [
        {
          by: "header",
          label: "Header field",
          ...unless(survey.reachable, "The file is not at hand: open it again"),
        },
      ],
    },
  ];
  const cutsTraces = (window: WindowDefinition | undefined): boolean => window?.extent === "window";
  const takesRange =
    by === "coverage" ||
    by === "label" ||
    (by.startsWith("feature ") && featureSet !== undefined && cutsTraces(featureSet.window)) ||
    ((by === "prediction" || by === "confidence") && cutsTraces(prediction?.window));
  const own = takesRange && range ? { range } : {};

  const colouring = (): BinColouring | undefined => {
    if (by === "traces") return { kind: "traces" };
    if (by === "residual") return isFitted ? { kind: "residual" } : undefined;
    if (by === "header")
      return survey.reachable && field !== undefined ? { kind: "header", field } : undefined;
    if (by === "coverage" || by === "label")
      return labelSetId === undefined ? undefined : { kind: by, labelSetId, ...own };
    if (by === "split") return runId === undefined ? undefined : { kind: "split", runId };
    if (by === "confidence") return prediction && { kind: "confidence", predictionId: prediction.id, ...own };
    if (by === "prediction")
      return (
        prediction && {
          kind: "prediction",
          predictionId: prediction.id,
          ...(labelSetId === undefined ? {} : { coloursOf: labelSetId }),
          ...own,
        }
      );
    const measure = qualityMeasures.find((name) => by === `quality ${name}`);
    if (measure) return { kind: "quality", measure };
    const feature = featureNames.find((name: FeatureName) => by === `feature ${name}`);
    return feature && featureSet && unitOf(featureSet.window) === survey.verticalUnit
      ? { kind: "feature", featureSetId: featureSet.id, feature, ...own }
      : undefined;
  };
  return {
    groups,
    labelSets,
    predictions,
    models,
    labelSetId,
    predictionId: prediction?.id,
    runId,
    takesRange,
    colouring: colouring(),
  };
}

/** Where the numbers come from, for who keeps a picture of them. */
export function originOf(colouring: BinColouring): string | undefined {
  switch (colouring.kind) {
    case "feature":
      return `features ${colouring.featureSetId}`;
    case "coverage":
    case "label":
      return `labels ${colouring.labelSetId}`;
    case "split":
      return `run ${colouring.runId}`;
    case "prediction":
    case "confidence":
      return `prediction ${colouring.predictionId}`;
    default:
      return undefined;
  }
}
