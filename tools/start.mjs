// npm start: installs, builds, and runs the whole job on the demo survey.
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { ensurePackages, root, run } from "./install.mjs";

ensurePackages();
if (run("npm", ["run", "--silent", "build"]) !== 0) process.exit(1);

const cli = path.join(root, "dist/node/geophone.js");
const folder = path.join(root, "demo-workspace");
const survey = path.join(folder, "survey");
const workspace = path.join(folder, "workspace");
if (existsSync(folder)) rmSync(folder, { recursive: true });
const steps = [
  ["demo", survey],
  [
    "run",
    path.join(survey, "demo.sgy"),
    "--labels",
    path.join(survey, "demo.labels.csv"),
    "--workspace",
    workspace,
    "--every",
    "2",
    "--with-time",
  ],
];
for (const args of steps) {
  const status = run(process.execPath, [cli, ...args]);
  if (status !== 0) process.exit(status);
}
console.log(`\nOpen the report in a browser: ${path.join(workspace, "report.html")}`);
