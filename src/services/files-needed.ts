import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { JobRequest } from "./contract.ts";

/** Locations of the person's files that a job reads. */
export function filesNeeded(request: JobRequest, surveys: readonly SurveyRecord[]): string[] {
  switch (request.kind) {
    case "ingest":
      return [...request.surveys.map(({ location }) => location), ...request.labels];
    case "labels":
      return [...request.locations];
    case "features":
    case "train":
      return surveys.map(({ location }) => location);
    case "predict":
      return surveys.filter(({ name }) => request.surveys.includes(name)).map(({ location }) => location);
    case "save-predictions":
      return surveys.filter(({ name }) => name === request.survey).map(({ location }) => location);
    case "import-bundle":
    case "import-archive":
      return [request.location];
    case "demo":
    case "export-bundle":
    case "report":
    case "export-archive":
    case "verify":
      return [];
  }
}
