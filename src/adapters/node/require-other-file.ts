import { stat } from "node:fs/promises";
import { InputError } from "../../pipeline/errors.ts";

/**
 * What is written must not take the place of what it is made from, whatever path or link leads there.
 * @throws InputError `output-is-source`
 */
export async function requireOtherFile(out: string, source: string): Promise<void> {
  const [there, own] = await Promise.all([out, source].map((file) => stat(file).catch(() => undefined)));
  if (!there || !own || there.ino !== own.ino || there.dev !== own.dev) return;
  throw new InputError("output-is-source", `${out} is the file that is read`, {
    place: { file: out },
    advice: "Write to another name.",
  });
}
