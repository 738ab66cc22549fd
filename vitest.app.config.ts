import { defineConfig } from "vitest/config";

/** What runs in Chromium: one file at a time, because each brings a browser that wants the whole machine. */
export default defineConfig({
  test: {
    include: ["app", "delivery", "engines"].map((folder) => `e2e/${folder}/**/*.test.ts`),
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: "forks",
    fileParallelism: false,
  },
});
