import { configDefaults, defineConfig } from "vitest/config";

/** Every test but the long ones, for `npx vitest run PATH`. npm test leaves what needs a browser to vitest.app.config.ts. */
export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "e2e/**/*.test.ts", "tools/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "e2e/soak/**", "e2e/peers/heavy/**"],
    globalSetup: "e2e/support/shared-folder.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
