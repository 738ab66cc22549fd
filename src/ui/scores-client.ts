import { wrap, type Remote } from "comlink";
import type { OfferedFile } from "../adapters/browser/offered-file.ts";
import type { ScoreFace } from "../services/score-face.ts";
import scoresUrl from "../../workers/scores.ts?worker&url";
import { trustedScriptUrl } from "../adapters/browser/trusted-types.ts";
import { followOffers } from "./state/offered-files.ts";

/** Scores single traces; starts with the Serve page. */
export const scores: Remote<ScoreFace<OfferedFile>> = wrap(
  new Worker(trustedScriptUrl(scoresUrl) as unknown as URL, { type: "module", name: "scores" }),
);
followOffers((files) => void scores.offerFiles(files));
