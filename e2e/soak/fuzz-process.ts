// A process of its own, so that what it holds is the readings' alone: reads mutations, block after block, and tells of each.
import { SeenBehaviour } from "../../src/pipeline/segy/fuzz-behaviour.fixture.ts";
import { fuzz, learnBehaviour, type FuzzReport } from "../../src/pipeline/segy/fuzz.fixture.ts";
import { lineOf, recipeOf, type Recipe } from "../../src/pipeline/segy/fuzz-recipes.fixture.ts";
import { generatedSeeds, zooSeeds } from "../../src/pipeline/segy/fuzz-seeds.fixture.ts";
import { readGeometry } from "./read-geometry.ts";

export interface FuzzOrder {
  readonly first: number;
  readonly runs: number;
  /** Recipes that this process does not know yet, as lines. */
  readonly corpus: readonly string[];
}
export interface FuzzAnswer extends Omit<FuzzReport, "codes" | "finds"> {
  readonly codes: readonly (readonly [code: string, times: number])[];
  readonly finds: readonly string[];
  readonly fault?: undefined;
}
export interface FuzzFault {
  readonly fault: string;
}

const generated = await generatedSeeds();
const seeds = [...generated, ...zooSeeds(process.argv[2] ?? "")];
const corpus: Recipe[] = [];
const seen = new SeenBehaviour();
await learnBehaviour(
  seen,
  generated.map(({ name }) => ({ seed: name, mutations: [] })),
  generated,
);

async function obey(order: FuzzOrder): Promise<FuzzAnswer> {
  const told = order.corpus.map(recipeOf);
  await learnBehaviour(seen, told, seeds, readGeometry);
  corpus.push(...told);
  const report = await fuzz({
    seeds,
    runs: order.runs,
    first: order.first,
    corpus,
    seen,
    alsoRead: readGeometry,
  });
  corpus.push(...report.finds);
  return { ...report, codes: [...report.codes], finds: report.finds.map(lineOf) };
}

process.on("message", (order: FuzzOrder) => {
  obey(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) =>
      process.send?.({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
