import { InputError } from "../errors.ts";
import {
  boostingParametersSchema,
  softmaxParametersSchema,
  type ModelFamily,
  type ModelSpecification,
} from "./contract.ts";

/**
 * A model's parameters from texts, as a command line gives them; what is not given takes its default.
 * @throws InputError `parameter-unknown`, `parameter-invalid`: which, why, and what there is
 */
export function parseModelParameters(
  family: ModelFamily,
  entries: Readonly<Record<string, string>>,
): ModelSpecification {
  switch (family) {
    case "boosting":
      return { family, parameters: parse(family, boostingParametersSchema, entries) };
    case "softmax":
      return { family, parameters: parse(family, softmaxParametersSchema, entries) };
  }
}

interface ParameterSchema<T> {
  readonly shape: object;
  safeParse(input: unknown): {
    readonly data?: T;
    readonly error?: {
      readonly issues: readonly { readonly path: PropertyKey[]; readonly message: string }[];
    };
  };
  parse(input: unknown): T;
}

function parse<T extends object>(
  family: ModelFamily,
  schema: ParameterSchema<T>,
  entries: Readonly<Record<string, string>>,
): T {
  const defaults = Object.entries(schema.parse({})).map(([name, value]) => `${name}=${String(value)}`);
  const advice = `Parameters of ${family} and their defaults: ${defaults.join(", ")}.`;
  const numbers: Record<string, number> = {};
  for (const [name, text] of Object.entries(entries)) {
    if (!Object.hasOwn(schema.shape, name))
      throw new InputError("parameter-unknown", `${family} has no parameter ${name}`, { advice });
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value))
      throw new InputError("parameter-invalid", `${name}=${text}: not a number`, { advice });
    numbers[name] = value;
  }
  const { data, error } = schema.safeParse(numbers);
  if (data) return data;
  const issue = error?.issues[0];
  const name = String(issue?.path[0]);
  throw new InputError(
    "parameter-invalid",
    `${name}=${entries[name] ?? ""}: ${issue?.message ?? "invalid"}`,
    { advice },
  );
}
