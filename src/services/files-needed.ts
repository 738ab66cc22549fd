import { filesOfSurvey } from "../pipeline/files-of-survey.ts";
import { locationsOf as labelLocations } from "../pipeline/steps/label-request.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { JobRequest } from "./contract.ts";

const locationsOf = (survey: SurveyRecord): string[] => filesOfSurvey(survey).map(({ location }) => location);

/** Locations of the person's files that a job reads. */
export function filesNeeded(request: JobRequest, surveys: readonly SurveyRecord[]): string[] {
  switch (request.kind) {
    case "ingest":
      return [
        ...request.surveys.flatMap(({ location, join }) => join?.locations ?? [location]),
        ...request.labels,
      ];
    case "labels":
      return labelLocations(request);
    case "features":
    case "train":
      return surveys.flatMap(locationsOf);
    case "predict":
    case "save-predictions":
      return surveys.filter(({ name }) => request.surveys.includes(name)).flatMap(locationsOf);
    case "export-headers":
    case "save-part":
      return surveys.filter(({ name }) => name === request.survey).flatMap(locationsOf);
    case "export-labels":
      // Only a label volume is written beside the survey's own traces.
      return request.as.format === "segy"
        ? surveys.filter(({ name }) => name === request.survey).flatMap(locationsOf)
        : [];
    case "import-bundle":
    case "import-archive":
      return [request.location];
    case "demo":
    case "compare-labels":
    case "export-bundle":
    case "promote":
    case "rollback":
    case "set-alias":
    case "remove-alias":
    case "describe-model":
    case "save-model-card":
    case "report":
    case "export-archive":
    case "verify":
      return [];
  }
}
