// npm test: installs what is missing, then types, lint, format, dead code, build, units, and the app in Chromium.
// npm run test:peers (`--peers`): the heavy real programs. npm run soak (`--soak`): long runs, all or those named.
// Each writes its counts to .cache/counts-<name>.json.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensurePackages, ensurePeers, ensureProgram, root, run } from "./install.mjs";
import { clearLeftovers, markedEnvironment } from "./leftovers.mjs";

const kind = process.argv.includes("--peers") ? "peers" : process.argv.includes("--soak") ? "soak" : "test";
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

/** Checks that do not need each other, two at a time: each is one thread. What a check printed follows its line. */
async function checkAll(checks) {
  const waiting = [...checks];
  const next = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const { name, command, args } = one;
      const from = process.hrtime.bigint();
      const { status, output } = await new Promise((resolve) => {
        const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
        let text = "";
        child.stdout.on("data", (data) => (text += data));
        child.stderr.on("data", (data) => (text += data));
        child.on("error", (error) => resolve({ status: 1, output: `${text}${error.message}\n` }));
        child.on("close", (code) => resolve({ status: code ?? 1, output: text }));
      });
      const seconds = Number(process.hrtime.bigint() - from) / 1e9;
      if (status === 0) counts.passed++;
      else counts.failed++;
      console.log(`${status === 0 ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)`);
      if (status !== 0) process.stdout.write(output);
    }
  };
  await Promise.all([next(), next()]);
}

function vitest(name, args) {
  const output = path.join(root, `.cache/vitest-${name}.json`);
  rmSync(output, { force: true });
  const env = markedEnvironment();
  const options = ["--reporter=dot", "--reporter=json", `--outputFile.json=${output}`, ...args];
  const status = run("npx", ["vitest", "run", ...options], { env });
  const leftovers = clearLeftovers(env);
  if (leftovers > 0) console.log(`${name}: ended ${leftovers} programs that tests had left running`);
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

/** Whatever in e2e/ is not the command line runs in Chromium and has its own configuration: one file at a time. */
const withoutBrowser = ["cli", "peers", "support"];
const inBrowser = readdirSync(path.join(root, "e2e"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !withoutBrowser.includes(entry.name))
  .map(({ name }) => `--exclude=e2e/${name}/**`);

function ensureBrowser() {
  ensureProgram("Chromium", "/usr/bin/chromium", "chromium");
  ensureProgram("nginx", "/usr/sbin/nginx", "nginx");
}

async function testAll() {
  ensurePeers("light");
  ensureBrowser();
  const npx = (name, ...args) => ({ name, command: "npx", args });
  await checkAll([
    npx("lint, zones, cycles", "eslint", "."),
    npx("types: core without DOM and Node", "tsc", "-p", "tsconfig.core.json"),
    npx("types: Node", "tsc", "-p", "tsconfig.json"),
    ...["src/ui", "src/adapters/browser", "workers", "e2e", "bench"].map((folder) =>
      npx(`types: ${folder}`, "tsc", "-p", `${folder}/tsconfig.json`),
    ),
    npx("format", "prettier", "--check", "--log-level=warn", "."),
    npx("dead code", "knip"),
  ]);
  check("build", "npm", ["run", "--silent", "build"]);
  vitest("unit", inBrowser);
  vitest("app", ["--config", "vitest.app.config.ts"]);
}

/** `npm run soak -- segy`: the files whose names hold that alone, with what these need. */
function testSoak() {
  const folder = path.join(root, "e2e/soak");
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  const files = readdirSync(folder).filter(
    (file) => file.endsWith(".test.ts") && (named.length === 0 || named.some((part) => file.includes(part))),
  );
  if (files.length === 0) {
    console.log(`No soak test is called ${named.join(" or ")}.`);
    counts.failed++;
    return;
  }
  const texts = files.map((file) => readFileSync(path.join(folder, file), "utf8"));
  const needsApp = texts.some((text) => text.includes("support/app.ts"));
  const needsServer = texts.some((text) => text.includes("support/serve.ts"));
  if (needsApp || needsServer) {
    ensureBrowser();
    check("build", "npm", ["run", "--silent", needsApp ? "build" : "build:node"]);
  }
  vitest("soak", ["--config", "vitest.soak.config.ts", ...files.map((file) => `e2e/soak/${file}`)]);
}

function testPeers() {
  ensureBrowser();
  ensureProgram("Prometheus", "/usr/bin/prometheus", "prometheus");
  check("build", "npm", ["run", "--silent", "build"]);
  vitest("peers", ["--config", "vitest.peers.config.ts"]);
}

mkdirSync(path.join(root, ".cache"), { recursive: true });
ensurePackages();
await { test: testAll, soak: testSoak, peers: testPeers }[kind]();

const minutes = Number(process.hrtime.bigint() - started) / 6e10;
writeFileSync(path.join(root, `.cache/counts-${kind}.json`), JSON.stringify(counts));
if (counts.passed + counts.failed + counts.skipped > 0) {
  console.log(`${minutes.toFixed(1)} minutes`);
  console.log(
    `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`,
  );
}
process.exit(counts.failed > 0 ? 1 : 0);
