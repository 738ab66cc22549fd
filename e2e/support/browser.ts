import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import { describe } from "vitest";

const executable = process.env["GEOPHONE_CHROMIUM"] ?? "/usr/bin/chromium";
const strict = process.env["GEOPHONE_STRICT"] === "1";

/** Tests in Chromium: skipped with the reason where it is missing; under GEOPHONE_STRICT=1 they fail. */
export function describeWithBrowser(name: string, body: () => void): void {
  if (existsSync(executable) || strict) describe(name, body);
  else describe.skip(`${name} (skipped: no Chromium at ${executable}; set GEOPHONE_CHROMIUM)`, body);
}

export interface BrowserOptions {
  /** `software`: WebGPU and WebGL by SwiftShader; `none`: neither exists. */
  readonly gpu: "software" | "none";
  /** A profile to keep: what is stored outlives `close()`. Otherwise a fresh one that is deleted. */
  readonly userDataDir?: string;
  /** In CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "dark" | "light";
}

export interface LaunchedBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

// Chromium's own services are off, and no name but this machine's resolves: a request to elsewhere fails and is seen.
const always = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];
const graphics = {
  software: [
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
  ],
  none: ["--disable-gpu", "--disable-3d-apis", "--disable-features=WebGPU", "--disable-software-rasterizer"],
};

/** Starts Debian's Chromium with a real profile (a private window would have another storage quota). */
export async function launchBrowser(options: BrowserOptions): Promise<LaunchedBrowser> {
  const folder = options.userDataDir ?? (await mkdtemp(path.join(tmpdir(), "geophone-profile-")));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: executable,
    args: [...always, ...graphics[options.gpu]],
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? "dark",
  });
  return {
    context,
    close: async () => {
      await context.close();
      if (options.userDataDir === undefined)
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
