// What a fresh clone lacks: npm packages, and the Python peers that tests compare with. Plain Node: it runs before anything is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const strict = process.env.GEOPHONE_STRICT === "1";

/** Runs a command in the project's root with its output shown; its exit status. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

const stampFolder = path.join(root, ".cache");
const hashOf = (file) =>
  createHash("sha256")
    .update(readFileSync(path.join(root, file)))
    .digest("hex");

/** True when `name` was last set up for exactly this content. */
function isFresh(name, hash) {
  const stamp = path.join(stampFolder, name);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}
function markFresh(name, hash) {
  mkdirSync(stampFolder, { recursive: true });
  writeFileSync(path.join(stampFolder, name), hash);
}

/** `npm ci` where node_modules is missing or does not belong to this lockfile. */
export function ensurePackages() {
  const hash = hashOf("package-lock.json");
  const folder = path.join(root, "node_modules");
  // A link leads to another checkout's packages, which npm ci would delete under its feet.
  if (existsSync(folder) && (isFresh("packages", hash) || lstatSync(folder).isSymbolicLink())) return;
  console.log("Installing npm packages …");
  if (run("npm", ["ci", "--no-fund", "--no-audit"]) !== 0) throw new Error("npm ci failed");
  markFresh("packages", hash);
}

function hasPython() {
  try {
    execFileSync("python3", ["-c", "import venv, ensurepip"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * A virtual environment at `.venv-<name>` with the pinned packages of `e2e/peers/requirements-<name>.txt`.
 * On Debian as root a missing Python is installed too. Returns false (or throws when strict) where it cannot be had.
 */
export function ensurePeers(name) {
  const requirements = `e2e/peers/requirements-${name}.txt`;
  const hash = hashOf(requirements);
  const folder = `.venv-${name}`;
  const python = path.join(root, folder, "bin/python");
  if (existsSync(python) && isFresh(`peers-${name}`, hash)) return true;
  try {
    if (!hasPython() && process.getuid?.() === 0) {
      run("apt-get", ["update", "-qq"]);
      run("apt-get", ["install", "-y", "-qq", "python3-venv"]);
    }
    console.log(`Installing the Python peers (${requirements}) …`);
    if (run("python3", ["-m", "venv", "--clear", folder]) !== 0) throw new Error("python3 -m venv failed");
    if (run(python, ["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", requirements]) !== 0)
      throw new Error("pip install failed");
    markFresh(`peers-${name}`, hash);
    return true;
  } catch (error) {
    if (strict) throw error;
    console.log(`Python peers are not available (${error.message}); tests against them are skipped.`);
    return false;
  }
}

/**
 * A program of Debian that tests need; installed where it is missing and this is Debian as root.
 * Returns false (or throws when strict) where it cannot be had: the tests that need it are then skipped.
 */
export function ensureProgram(name, file, debianPackage) {
  if (existsSync(file)) return true;
  try {
    if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
      throw new Error(`there is no ${file}, and only root on Debian can install it here`);
    console.log(`Installing ${name} …`);
    // In run level 1 Debian starts no service that a package brings: the tests run programs themselves.
    const quiet = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" } };
    run("apt-get", ["update", "-qq"], quiet);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", debianPackage], quiet);
    if (!existsSync(file)) throw new Error(`apt-get installed no ${file}`);
    return true;
  } catch (error) {
    if (strict) throw error;
    console.log(`${name} is not available (${error.message}); tests with it are skipped.`);
    return false;
  }
}
