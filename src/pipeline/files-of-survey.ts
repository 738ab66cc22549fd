import type { SurveyFile, SurveyRecord } from "./survey-record.ts";

/** The files that hold a survey's samples, one or several. */
export const filesOfSurvey = (survey: SurveyRecord): readonly SurveyFile[] => survey.parts ?? [survey];
