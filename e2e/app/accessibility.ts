import axe from "axe-core";
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

/**
 * What axe-core finds serious or critical on the page as it is now, one line each: rule, element, what is wrong.
 * The engine comes in over the debugger, so that the page's own policy need not let it in.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(`typeof axe === "undefined" && (() => { ${axe.source} })()`);
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
