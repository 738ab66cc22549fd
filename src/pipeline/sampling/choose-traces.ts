import { seededRandom } from "../../numerics/random.ts";
import { InputError } from "../errors.ts";
import { chooseAtRandom } from "./choose-at-random.ts";
import { chooseEvenly } from "./choose-evenly.ts";
import { chooseStratified } from "./choose-stratified.ts";
import { defaultCell, defaultSeed, type Sampling, type TracePlaces } from "./contract.ts";

const invalid = (message: string, advice: string): InputError =>
  new InputError("sampling-invalid", message, { advice });

function sizeOf({ count, fraction }: Sampling, of: number): number {
  if ((count === undefined) === (fraction === undefined))
    throw invalid("how many traces is not said, or said twice", "Give a number of traces or a fraction.");
  if (fraction !== undefined) {
    if (!(fraction > 0 && fraction <= 1))
      throw invalid(`a fraction of ${fraction} cannot be taken`, "Give one above 0, up to 1.");
    return Math.max(1, Math.round(fraction * of));
  }
  if (!Number.isInteger(count) || count! < 1)
    throw invalid(`${count!} traces cannot be chosen`, "Give a whole number from 1 on.");
  if (count! > of)
    throw new InputError("sample-too-large", `${count!} traces were asked for; there are ${of}`, {
      advice: "Ask for fewer, or widen the ranges.",
    });
  return count!;
}

/**
 * Chooses among `candidates` (ascending trace indices); the answer is ascending and exactly as long as asked for. One seed
 * gives one answer on every machine.
 * @throws InputError `sampling-invalid`, `sample-too-large`
 */
export function chooseTraces(places: TracePlaces, candidates: Int32Array, sampling: Sampling): Int32Array {
  const { method, every, cell = defaultCell, seed = defaultSeed } = sampling;
  if (!Number.isFinite(seed)) throw invalid(`${seed} is no seed`, "Give a number.");
  if (method === "every") {
    if (every === undefined || !Number.isInteger(every) || every < 1)
      throw invalid("every which trace is not said", "Give a whole number from 1 on.");
    return candidates.filter((_, place) => place % every === 0);
  }
  const random = seededRandom(seed, `sampling ${method}`);
  const size = sizeOf(sampling, candidates.length);
  switch (method) {
    case "random":
      return chooseAtRandom(candidates, size, random);
    case "stratified":
      if (!Number.isInteger(cell) || cell < 1)
        throw invalid(`a cell of ${cell} lines is none`, "Give a whole number from 1 on.");
      return chooseStratified(places, candidates, size, cell, random);
    case "even":
      return chooseEvenly(places, candidates, size, random);
  }
}
