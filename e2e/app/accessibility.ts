import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { z } from "zod";

const resultSchema = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullish(),
    help: z.string(),
    nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string().optional() })),
  }),
);
let engine: Promise<string> | undefined;

/**
 * What axe-core finds serious or critical on the page as it is now, one line each: rule, element, what is wrong.
 * The engine comes in over the debugger, so that the page's own policy need not let it in.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  engine ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(`typeof axe === "undefined" && (() => { ${await engine} })()`);
  const found = resultSchema.parse(
    await page.evaluate(
      `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => JSON.parse(JSON.stringify(violations)))`,
    ),
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) =>
        `${id} (${help}): ${target.join(" ")}: ${failureSummary ?? ""}`.replace(/\s+/g, " "),
      ),
    );
}
