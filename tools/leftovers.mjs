// Programs that a broken-off test leaves behind (Chromium, nginx): known by a mark in their environment, so that nothing
// else is ever ended.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const mark = "GEOPHONE_TEST_RUN";

/** The environment of a test run: the mark, and a temporary folder of its own. */
export function markedEnvironment() {
  const folder = mkdtempSync(path.join(tmpdir(), "geophone-run-"));
  return { ...process.env, [mark]: path.basename(folder), TMPDIR: folder };
}

function marked(pid, entry) {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(entry);
  } catch {
    return false; // ended meanwhile, or not ours to read
  }
}

/** Ends what still runs of a test run (Linux only) and deletes its temporary folder; how many programs there were. */
export function clearLeftovers(environment) {
  const entry = `${mark}=${environment[mark]}`;
  let ended = 0;
  if (process.platform === "linux")
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      if (marked(pid, entry)) {
        try {
          process.kill(Number(pid), "SIGKILL");
          ended++;
        } catch {
          // ended by itself
        }
      }
  rmSync(environment.TMPDIR, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  return ended;
}
