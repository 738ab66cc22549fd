import { appBench } from "./app.ts";
import { boostingFitBench } from "./boosting-fit.ts";
import { demoBench } from "./demo.ts";
import { scoringBench } from "./scoring.ts";
import { segyBench } from "./segy.ts";
import { segyLargeBench } from "./segy-large.ts";
import { serveBench } from "./serve.ts";
import { speedsBench } from "./speeds.ts";
import { structureBench } from "./structure.ts";

/** Each measures beside a peer in the same run and prints the ratio. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  structure: structureBench,
  demo: demoBench,
  speeds: speedsBench,
  "boosting-fit": boostingFitBench,
  scoring: scoringBench,
  segy: segyBench,
  "segy-large": segyLargeBench,
  app: appBench,
  serve: serveBench,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(", ")}; there are: ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\n## ${name}\n`);
  await bench();
}
