import { InputError } from "../errors.ts";
import { HeaderView } from "./byte-order.ts";
import type { ByteOrder, FieldColumn, HeaderField, HeaderFieldKind } from "./contract.ts";
import { placeOfExtension1, traceHeaderBytes, traceHeaderPlaces } from "./trace-header.ts";
import { traceHeaderWords } from "./trace-header-words.ts";

export const bytesOf: Readonly<Record<HeaderFieldKind, number>> = {
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  uint64: 8,
  float64: 8,
};

/** All fields that a trace header may have, in the order of their bytes. */
export const allFields: readonly HeaderField[] = traceHeaderPlaces.map(({ name, byte, kind }) => {
  const [about, unit] = traceHeaderWords[name];
  return { name, byte, bytes: bytesOf[kind], kind, about, ...(unit === undefined ? {} : { unit }) };
});

/** Those of revision 1, which every trace header has. */
export const standardFields: readonly HeaderField[] = allFields.filter(
  ({ byte }) => byte <= traceHeaderBytes,
);

/**
 * Fields by their names, in the order given; upper and lower case are the same.
 * @throws InputError `header-field-unknown`
 */
export function chooseFields(fields: readonly HeaderField[], names: readonly string[]): HeaderField[] {
  return names.map((name) => {
    const found = fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
    const near = fields.filter((field) => field.name.toLowerCase().includes(name.toLowerCase()));
    throw new InputError("header-field-unknown", `trace headers have no field ${name}`, {
      advice:
        near.length > 0
          ? `Did you mean ${near.map((field) => field.name).join(", ")}?`
          : "`geophone headers FILE --all` lists all fields of a file.",
    });
  });
}

const fitsInt32 = (kind: HeaderFieldKind): boolean =>
  kind !== "uint32" && kind !== "uint64" && kind !== "float64";

/** Whether a field's values are whole numbers of 32 bits with a sign, or doubles. */
export const isInt32 = ({ kind }: HeaderField): boolean => fitsInt32(kind);

/**
 * Columns of trace headers that lie one behind another.
 * @param headerBytes of one header, all its blocks; where its extension 1 is, each header says by itself
 */
export function fieldColumns(
  headers: Uint8Array,
  headerBytes: number,
  order: ByteOrder,
  fields: readonly HeaderField[],
): FieldColumn[] {
  const count = headers.length / headerBytes;
  const view = new HeaderView(headers, order);
  const extensions = fields.some(({ byte }) => byte > traceHeaderBytes)
    ? Array.from({ length: count }, (_, i) =>
        placeOfExtension1(headers.subarray(i * headerBytes, (i + 1) * headerBytes)),
      )
    : [];
  return fields.map((field) => {
    const { kind, byte } = field;
    const values = isInt32(field) ? new Int32Array(count) : new Float64Array(count);
    if (byte <= traceHeaderBytes) {
      for (let i = 0; i < count; i++) values[i] = view[kind](i * headerBytes + byte - 1);
      return values;
    }
    // Zeros where a header lacks extension 1: it has nothing there.
    extensions.forEach((extension, i) => {
      if (extension !== undefined)
        values[i] = view[kind](i * headerBytes + extension + byte - traceHeaderBytes - 1);
    });
    return values;
  });
}
