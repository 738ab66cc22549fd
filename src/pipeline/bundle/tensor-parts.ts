import { InputError } from "../errors.ts";
import type { NamedTensors, Tensor } from "../models/contract.ts";

export const dataTypes = ["float32", "float64", "int32", "uint8"] as const;
export type DataType = (typeof dataTypes)[number];

const bytesPerElement: Readonly<Record<DataType, number>> = { float32: 4, float64: 8, int32: 4, uint8: 1 };

/** How a stored tensor is described beside its bytes. */
export interface TensorDescription {
  readonly name: string;
  readonly path: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
}

export function dataTypeOf({ data }: Tensor): DataType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  return data instanceof Int32Array ? "int32" : "uint8";
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Elements as little-endian bytes, whatever the machine. */
export function tensorBytes({ data }: Tensor): Uint8Array {
  const bytes = new Uint8Array(data.byteLength);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < data.length; i++) {
    if (data instanceof Float32Array) view.setFloat32(i * 4, data[i]!, true);
    else if (data instanceof Float64Array) view.setFloat64(i * 8, data[i]!, true);
    else if (data instanceof Int32Array) view.setInt32(i * 4, data[i]!, true);
    else bytes[i] = data[i]!;
  }
  return bytes;
}

/** @throws InputError `bundle-invalid` when shape, type and bytes do not agree */
export function tensorFromBytes({ name, dtype, shape }: TensorDescription, bytes: Uint8Array): Tensor {
  const count = sizeOf(shape);
  if (!Number.isSafeInteger(count) || count * bytesPerElement[dtype] !== bytes.length)
    throw new InputError(
      "bundle-invalid",
      `tensor ${name} is said to be ${dtype}[${shape.join(", ")}] but has ${bytes.length} bytes`,
      {
        place: { file: name },
        advice: "Export the bundle again.",
      },
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (dtype) {
    case "float32":
      return { shape, data: Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * 4, true)) };
    case "float64":
      return { shape, data: Float64Array.from({ length: count }, (_, i) => view.getFloat64(i * 8, true)) };
    case "int32":
      return { shape, data: Int32Array.from({ length: count }, (_, i) => view.getInt32(i * 4, true)) };
    case "uint8":
      return { shape, data: bytes.slice() };
  }
}

const pathOf = (name: string, dtype: DataType): string => `tensors/${name}.${dtype}.bin`;

/** A bundle's tensors come in order of name, each once, each where its name and type say. @throws InputError `bundle-invalid` */
export function requireTensorPlaces(descriptions: readonly TensorDescription[]): void {
  descriptions.forEach(({ name, path, dtype }, i) => {
    const before = descriptions[i - 1];
    if (path === pathOf(name, dtype) && (!before || before.name < name)) return;
    throw new InputError("bundle-invalid", `tensor ${name} is described twice, out of order or at ${path}`, {
      place: { file: path },
      advice: "Export the bundle again.",
    });
  });
}

/** Descriptions of tensors in order of name; `tensors/<name>.<dtype>.bin` under `folder`. */
export function describeTensors(tensors: NamedTensors, folder = ""): TensorDescription[] {
  return Object.entries(tensors)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, tensor]) => {
      const dtype = dataTypeOf(tensor);
      return { name, dtype, shape: [...tensor.shape], path: folder + pathOf(name, dtype) };
    });
}
