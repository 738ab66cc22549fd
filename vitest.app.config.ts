import { configDefaults, defineConfig } from "vitest/config";
import { LongestFirst } from "./tools/longest-first.ts";

/** Builds dist anew, from which the others serve the app. */
const alone = ["e2e/delivery/start.test.ts"];

/**
 * What runs in Chromium. Two files at a time, each with a server and a browser of its own: a page waits for its worker, and the test
 * for the page, so that one alone leaves half of two cores idle. Hence the wide times.
 */
export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, ...["cli", "peers", "soak"].map((folder) => `e2e/${folder}/**`)],
    globalSetup: "e2e/support/shared-folder.ts",
    testTimeout: 300_000,
    hookTimeout: 600_000,
    // One second is the default, which a browser beside another one may need for a click.
    expect: { poll: { timeout: 15_000 } },
    pool: "forks",
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "alone",
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "together",
          include: ["e2e/**/*.test.ts"],
          exclude: alone,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
