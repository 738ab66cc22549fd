import { wrap, type Remote } from "comlink";
import type { TablesFace } from "../services/tables-face.ts";
import tablesUrl from "../../workers/tables.ts?worker&url";
import { trustedScriptUrl } from "../adapters/browser/trusted-types.ts";

/** Histograms and SQL; starts with the first page that asks. */
export const tables: Remote<TablesFace> = wrap(
  new Worker(trustedScriptUrl(tablesUrl) as unknown as URL, { type: "module", name: "tables" }),
);
