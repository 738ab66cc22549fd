import { readingIdentity, type SurveyRecord } from "../pipeline/survey-record.ts";
import { stableJson } from "../pipeline/workspace/contract.ts";

/** Changes when a survey is read anew with corrected headers, or from another file. */
export const surveyVersion = (survey: SurveyRecord): string =>
  `${survey.name}|${survey.sha256.slice(0, 16)}|${stableJson(readingIdentity(survey))}`;
