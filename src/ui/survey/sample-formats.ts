import { sampleFormats } from "../../pipeline/segy/sample-formats.ts";

/** What a person may choose from. */
export const formats = sampleFormats.map(({ code, name }) => ({ code, name }));
