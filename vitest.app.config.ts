import { configDefaults, defineConfig } from "vitest/config";

/** What runs in Chromium: one file at a time, because each brings a browser that wants the whole machine. */
export default defineConfig({
  test: {
    include: ["e2e/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...["cli", "peers", "soak"].map((folder) => `e2e/${folder}/**`)],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: "forks",
    fileParallelism: false,
  },
});
