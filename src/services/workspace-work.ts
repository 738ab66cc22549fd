/** What the workspace service works with, all of the science in it: apart, so that a page can be there before it. */
export { compareModels } from "../pipeline/steps/compare-models.ts";
export { labelQueue } from "../pipeline/steps/label-queue.ts";
export { readModelCard } from "../pipeline/steps/model-card.ts";
export { judgePromotion } from "../pipeline/steps/promote-model.ts";
export { unscoredSurveys } from "../pipeline/steps/predict-surveys.ts";
export { readTestedWindows } from "../pipeline/steps/tested-windows.ts";
export { inspectFile } from "./inspect-file.ts";
export { runJob } from "./run-job.ts";
export { testedCell } from "./tested-cell.ts";
