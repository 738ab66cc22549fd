import { wrap, type Remote } from "comlink";
import type { OfferedFile } from "../adapters/browser/offered-file.ts";
import type { TablesFace } from "../services/tables-face.ts";
import tablesUrl from "../../workers/tables.ts?worker&url";
import { trustedScriptUrl } from "../adapters/browser/trusted-types.ts";
import { followOffers } from "./state/offered-files.ts";

/** Histograms and SQL; starts with the first page that asks. */
export const tables: Remote<TablesFace<OfferedFile>> = wrap(
  new Worker(trustedScriptUrl(tablesUrl) as unknown as URL, { type: "module", name: "tables" }),
);
followOffers((files) => void tables.offerFiles(files));
