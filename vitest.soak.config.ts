import { defineConfig } from "vitest/config";

/** Long runs: the app killed again and again, jobs of many minutes. */
export default defineConfig({
  test: {
    include: ["e2e/soak/**/*.test.ts"],
    testTimeout: 3_600_000,
    hookTimeout: 180_000,
    pool: "forks",
    fileParallelism: false,
  },
});
