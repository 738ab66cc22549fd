import type { SampleFormat, SampleFormatCode } from "./contract.ts";

/** The standard's table for bytes 3225–3226; 13 and 14 are not in use. */
const formats: Readonly<Record<SampleFormatCode, SampleFormat>> = {
  1: { code: 1, name: "IBM float", bytesPerSample: 4 },
  2: { code: 2, name: "int32", bytesPerSample: 4 },
  3: { code: 3, name: "int16", bytesPerSample: 2 },
  4: { code: 4, name: "fixed point with gain", bytesPerSample: 4 },
  5: { code: 5, name: "IEEE float", bytesPerSample: 4 },
  6: { code: 6, name: "IEEE double", bytesPerSample: 8 },
  7: { code: 7, name: "int24", bytesPerSample: 3 },
  8: { code: 8, name: "int8", bytesPerSample: 1 },
  9: { code: 9, name: "int64", bytesPerSample: 8 },
  10: { code: 10, name: "uint32", bytesPerSample: 4 },
  11: { code: 11, name: "uint16", bytesPerSample: 2 },
  12: { code: 12, name: "uint64", bytesPerSample: 8 },
  15: { code: 15, name: "uint24", bytesPerSample: 3 },
  16: { code: 16, name: "uint8", bytesPerSample: 1 },
};

export const sampleFormats: readonly SampleFormat[] = Object.values(formats);

/** The format of a code in bytes 3225–3226, or undefined where no revision knows it. */
export function sampleFormat(code: number): SampleFormat | undefined {
  return sampleFormats.find((format) => format.code === code);
}

/** "1 (IBM float), 2 (int32), …" */
export const formatsInWords = sampleFormats.map(({ code, name }) => `${code} (${name})`).join(", ");
