import { wrap, type Remote } from "comlink";
import type { OfferedFile } from "../adapters/browser/offered-file.ts";
import type { HeadersFace } from "../services/headers-face.ts";
import headersUrl from "../../workers/headers.ts?worker&url";
import { trustedScriptUrl } from "../adapters/browser/trusted-types.ts";
import { followOffers } from "./state/offered-files.ts";

/** Headers of files and what they hold; starts with the Headers page. */
export const headers: Remote<HeadersFace<OfferedFile>> = wrap(
  new Worker(trustedScriptUrl(headersUrl) as unknown as URL, { type: "module", name: "headers" }),
);
followOffers((files) => void headers.offerFiles(files));
