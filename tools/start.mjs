// npm start [-- --api URL]: installs, builds, serves the app on this machine, and says where. Ctrl-C ends it.
import { parseArgs } from "node:util";
import { ensurePackages, root, run } from "./install.mjs";

const { values } = parseArgs({ options: { api: { type: "string" } } });
const api = values.api ?? process.env.GEOPHONE_API;

ensurePackages();
console.log("Building …");
if (run("npm", ["run", "--silent", "build"]) !== 0) process.exit(1);

process.chdir(root);
const { tsImport } = await import("tsx/esm/api");
const { serveApp } = await tsImport("./serve-app.ts", import.meta.url);
const app = await serveApp({ port: 4173, api });
console.log(`
Geophone is at ${app.url} (Ctrl-C ends it).${api ? `\nWhat it scores through a server goes to ${api}.` : ""}
The same on the command line: npx geophone --help`);

for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => {
    void app.close().then(() => process.exit(0));
  });
