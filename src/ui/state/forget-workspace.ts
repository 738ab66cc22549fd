import { clearWindows, useSectionStore } from "../section/section-store.ts";
import { useJudge } from "../judge/judge-store.ts";
import { useChosenScorer } from "../models/chosen-scorer.ts";
import { useScoring } from "../models/scoring-store.ts";
import { useTrainChoices } from "../train/train-store.ts";
import { useIncoming } from "./incoming.ts";
import { useJobs } from "./jobs.ts";
import { select } from "./selection.ts";

/** After the workspace is gone: what the person had chosen in it, and what its jobs had said, goes too. */
export function forgetWorkspace(): void {
  useJobs.setState({ jobs: [] });
  useIncoming.setState({ files: [] });
  useTrainChoices.setState({ train: undefined, test: undefined, withoutClasses: [] });
  useJudge.setState({ runId: undefined, cell: undefined });
  useChosenScorer.setState({ scorer: undefined });
  useScoring.setState({ left: new Set(), search: "" });
  clearWindows();
  // Not part of the first page, and nothing waits for it.
  void import("../section/display-store.ts").then(({ forgetDisplays }) => {
    forgetDisplays();
  });
  select(undefined);
  useSectionStore.setState({
    survey: undefined,
    line: undefined,
    overlay: "amplitude",
    labelSetId: undefined,
    predictionId: undefined,
    pickedTrace: undefined,
    views: {},
    seen: undefined,
  });
}
