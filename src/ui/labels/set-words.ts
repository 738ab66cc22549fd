import type { LabelSetRecord } from "../../pipeline/labels/contract.ts";
import { moment } from "../shared/words.ts";

/** The beginning of an id: enough to tell label sets apart. */
export const shortId = (id: string): string => id.slice(0, 8);

/** A label set in one line, for a list to choose from. */
export const setInWords = ({ id, createdAt, author, note, sources }: LabelSetRecord): string =>
  [moment(createdAt), [author, note].filter(Boolean).join(": ") || sources[0]?.fileName, shortId(id)]
    .filter(Boolean)
    .join(" · ");
