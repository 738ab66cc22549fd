// After a build: makes `npx geophone` run this checkout's own build, which npm does for dependencies only.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { root } from "./install.mjs";

const command = path.join(root, "dist/node/geophone.js");
const link = path.join(root, "node_modules/.bin/geophone");
chmodSync(command, 0o755);
mkdirSync(path.dirname(link), { recursive: true });
rmSync(link, { force: true });
symlinkSync(path.relative(path.dirname(link), command), link);
