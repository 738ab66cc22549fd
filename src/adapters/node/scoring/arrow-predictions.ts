import {
  AsyncByteQueue,
  Field,
  Float32,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  type Data,
} from "apache-arrow";
import type { ByteSink } from "../../../pipeline/segy/contract.ts";
import {
  predictionMetadata,
  predictionsToTable,
  type PredictionFileHead,
  type PredictionWriter,
} from "../../../pipeline/serving/contract.ts";
import type { TableColumn } from "../../../pipeline/workspace/contract.ts";

/** Takes what Arrow writes as it writes it. */
class WrittenBytes extends AsyncByteQueue {
  private pieces: Uint8Array[] = [];

  override write(bytes: Uint8Array): void {
    // Arrow goes on using its memory.
    if (bytes.length > 0) this.pieces.push(bytes.slice());
  }

  take(): Uint8Array[] {
    const { pieces } = this;
    this.pieces = [];
    return pieces;
  }
}

const types = { int32: new Int32(), float: new Float32(), double: new Float64(), string: new Utf8() };

/** `predictionsToTable` as an Arrow IPC stream, a record batch for each block. No column has nulls: unscored rows hold NaN. */
export function openPredictionsArrow(sink: ByteSink, head: PredictionFileHead): PredictionWriter {
  const fields = predictionsToTable([], head).columns.map(
    ({ name, type }) => new Field(name, typeOf(type), false),
  );
  const schema = new Schema(fields, new Map(Object.entries(predictionMetadata(head))));
  const written = new WrittenBytes();
  const writer = new RecordBatchStreamWriter().reset(written, schema);
  const pass = async (): Promise<void> => {
    for (const piece of written.take()) await sink.write(piece);
  };
  return {
    append: async (block) => {
      const { columns, rows } = predictionsToTable([block], head);
      const children = columns.map(dataOf);
      writer.write(
        new RecordBatch(schema, makeData({ type: new Struct(fields), length: rows, nullCount: 0, children })),
      );
      await pass();
    },
    finish: async () => {
      writer.finish();
      await pass();
    },
  };
}

function typeOf(type: TableColumn["type"]): Int32 | Float32 | Float64 | Utf8 {
  if (type === "boolean") throw new RangeError("predictions have no such column");
  return types[type];
}

function dataOf(column: TableColumn): Data {
  switch (column.type) {
    case "int32":
      return makeData({ type: types.int32, data: column.values, nullCount: 0 });
    case "float":
      return makeData({ type: types.float, data: column.values, nullCount: 0 });
    case "double":
      return makeData({ type: types.double, data: column.values, nullCount: 0 });
    case "string":
      return textData(column.values);
    case "boolean":
      throw new RangeError("predictions have no such column");
  }
}

/** Few different texts, many times. */
function textData(texts: readonly string[]): Data {
  const encoder = new TextEncoder();
  const known = new Map<string, Uint8Array>();
  const encoded = texts.map((text) => {
    const bytes = known.get(text) ?? encoder.encode(text);
    known.set(text, bytes);
    return bytes;
  });
  const valueOffsets = new Int32Array(texts.length + 1);
  encoded.forEach((bytes, i) => (valueOffsets[i + 1] = valueOffsets[i]! + bytes.length));
  const data = new Uint8Array(valueOffsets[texts.length]!);
  encoded.forEach((bytes, i) => {
    data.set(bytes, valueOffsets[i]);
  });
  return makeData({ type: types.string, valueOffsets, data, length: texts.length, nullCount: 0 });
}
