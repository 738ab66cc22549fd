import { sampleFormats } from "../../pipeline/segy/contract.ts";

/** What a person may choose from. */
export const formats = sampleFormats.map(({ code, name }) => ({ code, name }));
