import { defineConfig } from "vitest/config";

/** The heavy real programs: `npm run test:peers`. One at a time, so that loads do not disturb each other. */
export default defineConfig({
  test: {
    include: ["e2e/peers/heavy/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 180_000,
    pool: "forks",
    fileParallelism: false,
  },
});
