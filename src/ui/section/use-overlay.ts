import { useMemo } from "react";
import type { PredictionRecord } from "../../pipeline/steps/predict-survey.ts";
import type { Overview } from "../../services/contract.ts";
import type { OverlayRequest } from "../../services/section-contract.ts";
import { useSectionStore, type OverlayKind } from "./section-store.ts";

export interface ChosenOverlay {
  readonly labelSetId: string | undefined;
  /** Of the survey that is open. */
  readonly predictions: readonly PredictionRecord[];
  readonly predictionId: string | undefined;
  /** Of the survey that is seen. */
  readonly seenPredictionId: string | undefined;
  readonly overlays: Readonly<Record<OverlayKind, { readonly available: boolean; readonly why: string }>>;
  /** To lay over the section that is seen. */
  readonly overlay: OverlayRequest | undefined;
}

/**
 * What a person chose to see over the amplitudes, of what there is.
 * @param current the survey that is open
 * @param seen the survey of the section that is seen: for a moment still the one before
 */
export function useOverlay(
  overview: Pick<Overview, "labelSets" | "predictions">,
  current: string,
  seen: string,
): ChosenOverlay {
  const state = useSectionStore();
  const { labelSets } = overview;
  const predictionsOf = (name: string): readonly PredictionRecord[] =>
    overview.predictions.filter(({ survey }) => survey === name);
  const chosenOf = (records: readonly PredictionRecord[]): string | undefined =>
    (records.find(({ id }) => id === state.predictionId) ?? records.at(-1))?.id;
  const predictions = predictionsOf(current);
  const labelSetId = (labelSets.find(({ id }) => id === state.labelSetId) ?? labelSets.at(-1))?.id;
  const predictionId = chosenOf(predictions);
  const seenPredictionId = chosenOf(predictionsOf(seen));
  const overlays: ChosenOverlay["overlays"] = {
    amplitude: { available: true, why: "Amplitudes alone" },
    labels: {
      available: labelSetId !== undefined,
      why:
        labelSetId === undefined
          ? "There are no labels yet: import some on the Labels page"
          : "The label set",
    },
    prediction: {
      available: predictionId !== undefined,
      why: predictionId === undefined ? "No model has predicted this survey yet" : "What a model says",
    },
    confidence: {
      available: predictionId !== undefined,
      why: predictionId === undefined ? "No model has predicted this survey yet" : "How sure the model is",
    },
  };
  const overlay = useMemo((): OverlayRequest | undefined => {
    if (state.overlay === "labels" && labelSetId !== undefined)
      return { kind: "labels", labelSetId, hidden: state.hiddenClasses };
    if (seenPredictionId === undefined) return undefined;
    if (state.overlay === "prediction")
      return {
        kind: "prediction",
        predictionId: seenPredictionId,
        hidden: state.hiddenClasses,
        ...(labelSetId === undefined ? {} : { coloursOf: labelSetId }),
      };
    return state.overlay === "confidence"
      ? { kind: "confidence", predictionId: seenPredictionId }
      : undefined;
  }, [state.overlay, state.hiddenClasses, labelSetId, seenPredictionId]);
  return { labelSetId, predictions, predictionId, seenPredictionId, overlays, overlay };
}
