import { InputError } from "../errors.ts";
import type { NamedTensors, Tensor } from "./contract.ts";

/** A model's tensors do not fit together. */
export function invalidTensors(reason: string): InputError {
  return new InputError("model-tensors-invalid", `the model's weights cannot be used: ${reason}`, {
    advice: "Export the bundle again from the workspace that trained it.",
  });
}

type TensorData = Tensor["data"];

/**
 * One tensor of the type and number of dimensions that a model expects.
 * @throws InputError `model-tensors-invalid`
 */
export function readTensor<T extends TensorData>(
  tensors: NamedTensors,
  name: string,
  type: new (length: number) => T,
  dimensions: number,
): { readonly shape: readonly number[]; readonly data: T } {
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (!tensor) throw invalidTensors(`there is no tensor ${name}`);
  const { shape, data } = tensor;
  if (!(data instanceof type)) throw invalidTensors(`tensor ${name} is not of type ${type.name}`);
  if (shape.length !== dimensions || shape.reduce((a, b) => a * b, 1) !== data.length)
    throw invalidTensors(`tensor ${name} has the shape [${shape.join(", ")}] and ${data.length} values`);
  return { shape, data };
}
