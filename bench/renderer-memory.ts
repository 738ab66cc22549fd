import { readdir, readFile } from "node:fs/promises";

interface Memory {
  /** What Chromium's task manager calls the memory footprint: private, not backed by files. Bytes. */
  readonly footprint: number;
  /** With the browser's own code, which all its processes share. Bytes. */
  readonly resident: number;
}

const statusOf = (pid: string): Promise<string> => readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
const commandOf = (pid: string): Promise<string> => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");

/** Whether a process descends from the browser that runs on a profile. */
async function belongsTo(pid: string, profile: string): Promise<boolean> {
  for (let at = pid; at !== "" && at !== "0" && at !== "1";) {
    if ((await commandOf(at)).includes(`--user-data-dir=${profile}`)) return true;
    at = /PPid:\s+(\d+)/.exec(await statusOf(at))?.[1] ?? "";
  }
  return false;
}

/** Memory of a browser's largest renderer process: the page with its workers. */
export async function rendererMemory(profile: string): Promise<Memory> {
  let largest: Memory = { footprint: 0, resident: 0 };
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid) || !(await commandOf(pid)).includes("--type=renderer")) continue;
    if (!(await belongsTo(pid, profile))) continue;
    const status = await statusOf(pid);
    const bytes = (field: string): number =>
      Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
    const memory = { footprint: bytes("RssAnon") + bytes("VmSwap"), resident: bytes("VmRSS") };
    if (memory.footprint > largest.footprint) largest = memory;
  }
  return largest;
}

/** The largest memory while some work is done. */
export async function peakDuring(profile: string, work: () => Promise<void>): Promise<Memory> {
  let peak: Memory = { footprint: 0, resident: 0 };
  const watch = setInterval(
    () =>
      void rendererMemory(profile).then((now) => {
        peak = {
          footprint: Math.max(peak.footprint, now.footprint),
          resident: Math.max(peak.resident, now.resident),
        };
      }),
    150,
  );
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return peak;
}
