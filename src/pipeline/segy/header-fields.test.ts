import { describe, expect, it } from "vitest";
import { allFields, chooseFields, fieldColumns } from "./header-fields.ts";

/** A header of three blocks with extension 1 in the block given, or in none. */
function header(cdpX: number, block?: 1 | 2): Uint8Array {
  const bytes = new Uint8Array(720);
  if (block === undefined) return bytes;
  bytes.set(new TextEncoder().encode("SEG00001"), block * 240 + 232);
  new DataView(bytes.buffer).setFloat64(block * 240 + 160, cdpX);
  return bytes;
}

describe("columns of trace headers", () => {
  it.each([0, 1, 2, 3])("looks for extension 1 in each header, read from trace %i on", (from) => {
    const headers = [header(0), header(1.5, 1), header(2.5, 2), header(3.5, 1)].slice(from);
    const bytes = new Uint8Array(headers.length * 720);
    headers.forEach((each, i) => {
      bytes.set(each, i * 720);
    });
    const [column] = fieldColumns(bytes, 720, "big", chooseFields(allFields, ["EXT1_CDP_X"]));
    expect([...column!]).toEqual([0, 1.5, 2.5, 3.5].slice(from));
  });
});
