import type { Fault } from "./contract.ts";
import { faultOf } from "./fault.ts";

/** What a worker answers: a failure keeps its code on its way between threads, where thrown errors lose all but their words. */
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

export async function answerOf<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
}
