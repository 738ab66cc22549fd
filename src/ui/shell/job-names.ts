import type { JobRequest } from "../../services/contract.ts";
import { many } from "../shared/words.ts";

export function jobName(request: JobRequest): string {
  switch (request.kind) {
    case "demo":
      return "Demo survey";
    case "ingest":
      return `Taking in ${many(request.surveys.length + request.labels.length, "file")}`;
    case "labels":
      return `Labels from ${many(request.locations.length + (request.imports?.length ?? 0), "file")}`;
    case "features":
      return "Features";
    case "train":
      return `Training ${request.request.specification.family}`;
    case "predict":
      return `Scoring ${request.surveys.length === 1 ? request.surveys[0]! : many(request.surveys.length, "survey")}`;
    case "save-predictions":
      return `Saving predictions of ${request.surveys.length === 1 ? request.surveys[0]! : many(request.surveys.length, "survey")}`;
    case "export-headers":
      return `Saving headers of ${request.survey}`;
    case "save-part":
      return `Saving a part of ${request.survey}`;
    case "export-labels":
      return `Saving labels of ${request.survey}`;
    case "compare-labels":
      return "Comparing label sets";
    case "export-bundle":
      return `Bundle of version ${request.version}`;
    case "import-bundle":
      return `Bundle ${request.location}`;
    case "promote":
      return `Version ${request.version} to ${request.to}`;
    case "rollback":
      return "Rollback";
    case "set-alias":
      return `Alias ${request.alias}`;
    case "remove-alias":
      return `Alias ${request.alias} taken away`;
    case "describe-model":
      return `Words for version ${request.version}`;
    case "save-model-card":
      return `Card of version ${request.version}`;
    case "report":
      return "Report";
    case "export-archive":
      return "Archive";
    case "import-archive":
      return `Archive ${request.location}`;
    case "verify":
      return "Check of what is stored";
  }
}
