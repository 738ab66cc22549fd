// npm test: installs what is missing, then types, lint, format, dead code, build, units and journeys.
// npm run test:peers (`--peers`): the heavy real programs. Either writes its counts to .cache/counts-<name>.json.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensurePackages, ensurePeers, root, run } from "./install.mjs";

const heavy = process.argv.includes("--peers");
const started = process.hrtime.bigint();
const counts = { passed: 0, failed: 0, skipped: 0 };

function check(name, command, args) {
  const from = process.hrtime.bigint();
  const status = run(command, args);
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  if (status === 0) counts.passed++;
  else counts.failed++;
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)`);
}

function vitest(name, args) {
  const output = path.join(root, `.cache/vitest-${name}.json`);
  rmSync(output, { force: true });
  const status = run("npx", [
    "vitest",
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${output}`,
    ...args,
  ]);
  if (!existsSync(output)) {
    counts.failed++;
    return;
  }
  const report = JSON.parse(readFileSync(output, "utf8"));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
  // A file that could not even be loaded has no failed test; its failure still counts.
  if (status !== 0 && report.numFailedTests === 0) counts.failed++;
}

mkdirSync(path.join(root, ".cache"), { recursive: true });
ensurePackages();
if (heavy) {
  if (existsSync(path.join(root, "e2e/peers/heavy"))) vitest("peers", ["--config", "vitest.peers.config.ts"]);
  else console.log("No heavy peers yet.");
} else {
  ensurePeers("light");
  check("types: core without DOM and Node", "npx", ["tsc", "-p", "tsconfig.core.json"]);
  check("types: everything", "npx", ["tsc", "-p", "tsconfig.json"]);
  check("lint, zones, cycles", "npx", ["eslint", "."]);
  check("format", "npx", ["prettier", "--check", "--log-level=warn", "."]);
  check("dead code", "npx", ["knip"]);
  check("build", "npm", ["run", "--silent", "build"]);
  vitest("unit", []);
}

const minutes = Number(process.hrtime.bigint() - started) / 6e10;
writeFileSync(path.join(root, `.cache/counts-${heavy ? "peers" : "test"}.json`), JSON.stringify(counts));
if (counts.passed + counts.failed + counts.skipped > 0) {
  console.log(`${minutes.toFixed(1)} minutes`);
  console.log(
    `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`,
  );
}
process.exit(counts.failed > 0 ? 1 : 0);
