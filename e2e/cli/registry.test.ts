import { readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { demoFiles } from "../../src/pipeline/steps/demo-workspace.fixture.ts";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";

const gateSchema = z.object({ gate: z.string(), passed: z.boolean(), message: z.string() });
const eventSchema = z.object({
  sequence: z.number(),
  at: z.iso.datetime(),
  who: z.string(),
  action: z.string(),
  version: z.number(),
  runId: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  alias: z.string().optional(),
  replaced: z.number().optional(),
  reason: z.string(),
  gates: z.array(gateSchema),
  overridden: z.boolean(),
  overrideReason: z.string().optional(),
});
const historySchema = z.object({ events: z.array(eventSchema) });
const listSchema = z.object({
  production: z.number().optional(),
  versions: z.array(z.object({ version: z.number(), stage: z.string(), aliases: z.array(z.string()) })),
});
const trainedSchema = z.object({ modelVersion: z.number(), runId: z.string() });

async function must(args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await geophone(args);
  if (exitCode !== 0) throw new Error(`geophone ${args.join(" ")}: ${stderr}`);
  return stdout;
}

describe("a model's way to Production", () => {
  it("is refused, reasoned, promoted, displaced and rolled back; the history tells all of it, here and in the archive", async () => {
    const folder = await temporaryFolder();
    const workspace = path.join(folder, "workspace");
    const here = ["--workspace", workspace];
    for (const [name, bytes] of await demoFiles({ seed: 7, inlines: 40, crosslines: 64, samples: 300 }))
      await writeFile(path.join(folder, name), bytes);
    await must(["ingest", path.join(folder, "demo.sgy"), ...here]);
    await must(["labels", "import", path.join(folder, "demo.labels.csv"), ...here]);
    await must(["features", ...here, "--every", "4"]);
    const train = (...args: string[]): Promise<z.infer<typeof trainedSchema>> =>
      geophoneJson(trainedSchema, ["train", ...here, "--model", "boosting", ...args]);
    // The old way: neighbours of what is tested are trained on.
    const first = await train("--split", "random", "--set", "iterations=5");
    const lines = [
      "--train",
      "inline-103,inline-109,inline-116",
      "--test",
      "inline-134,inline-138",
      "--with-time",
    ];
    const second = await train(...lines, "--set", "iterations=30");

    // The gate refuses, with every reason; a person gives one.
    const refused = await geophoneFailure(["promote", "1", ...here, "--to", "Production"]);
    expect(refused).toMatchObject({ exitCode: 2, code: "gate-refused" });
    expect(refused.message).toMatch(/spatial-score: .*inflated; .*owner-note: There is no note/);
    expect(refused.advice).toContain("Or override with a reason");
    const override = ["--override", "there is no other yet", "--who", "Ada"];
    const overridden = await must(["promote", "1", ...here, "--to", "production", ...override]);
    expect(overridden).toContain("Ada: version 1 None → Production");
    expect(overridden).toMatch(/OVERRIDDEN .*spatial-score.*: there is no other yet/);

    // Another one passes every gate, and displaces it.
    const note = "looked at on both test lines";
    const promoted = await geophoneJson(eventSchema, [
      "promote",
      "v2",
      ...here,
      "--to",
      "Production",
      "--note",
      note,
    ]);
    expect(promoted).toMatchObject({ replaced: 1, overridden: false, who: userInfo().username });
    expect(promoted.gates.map(({ passed }) => passed)).toEqual([true, true, true, true, true]);
    await must(["models", "alias", "champion", "production", ...here]);
    const rolledBack = await geophoneJson(eventSchema, ["rollback", ...here, "--reason", "too slow on site"]);
    expect(rolledBack).toMatchObject({ action: "rolled-back", version: 1, replaced: 2 });
    expect(await geophoneFailure(["rollback", ...here, "--reason", "further"])).toMatchObject({
      exitCode: 2,
      code: "no-predecessor",
    });

    const told = await geophoneJson(historySchema, ["models", "history", ...here]);
    expect(
      told.events.map(({ sequence, who, action, version, runId, from, to, reason, overridden }) =>
        [sequence, who, action, version, runId, from, to, reason, overridden].join(" | "),
      ),
    ).toEqual(
      [
        [1, userInfo().username, "registered", 1, first.runId, "", "", "trained", false],
        [2, userInfo().username, "registered", 2, second.runId, "", "", "trained", false],
        [3, "Ada", "moved", 1, first.runId, "None", "Production", "there is no other yet", true],
        [4, userInfo().username, "moved", 2, second.runId, "None", "Production", note, false],
        [5, userInfo().username, "alias-set", 2, second.runId, "", "", "", false],
        [
          6,
          userInfo().username,
          "rolled-back",
          1,
          first.runId,
          "Archived",
          "Production",
          "too slow on site",
          false,
        ],
      ].map((row) => row.join(" | ")),
    );
    expect(told.events[2]).toMatchObject({ overrideReason: "there is no other yet" });
    expect(told.events[2]!.gates.filter(({ passed }) => !passed).map(({ gate }) => gate)).toContain(
      "spatial-score",
    );

    // All of it goes along to another machine, and on from there.
    const [zip, other] = [path.join(folder, "a.zip"), path.join(folder, "other")];
    await must(["workspace", "export", ...here, "--out", zip]);
    await must(["workspace", "import", zip, "--workspace", other]);
    const [history, verified, models] = await Promise.all([
      geophoneJson(historySchema, ["models", "history", "--workspace", other]),
      must(["workspace", "verify", "--workspace", other]),
      geophoneJson(listSchema, ["models", "list", "--workspace", other]),
    ]);
    expect(history).toEqual(told);
    expect(verified).toContain("all whole");
    expect(models).toMatchObject({
      production: 1,
      versions: [
        { version: 1, stage: "Production", aliases: [] },
        { version: 2, stage: "Archived", aliases: ["champion"] },
      ],
    });
    const again = [
      "promote",
      "champion",
      "--workspace",
      other,
      "--to",
      "Production",
      "--note",
      "on the new machine",
    ];
    expect(await geophoneJson(eventSchema, again)).toMatchObject({ sequence: 7, version: 2, replaced: 1 });

    // What the two are beside each other, and what is written of one, with a person's own words.
    const [compared, lineage] = await Promise.all([
      must(["models", "compare", "1", "champion", ...here]),
      must(["models", "lineage", "champion", ...here]),
    ]);
    expect(compared).toContain("WARNING  The two were not tested on the same windows");
    expect(compared).toMatch(/iterations +5 +30/);
    expect(lineage).toMatch(/file +demo\.sgy +[0-9a-f]{64}\n/);
    expect(lineage).toMatch(/version +version 2 +from run [0-9a-f]{8} +Archived, champion/);
    const words = ["--intended-use", "Screening of the demo.", "--limits", "Not for wells."];
    await must(["models", "describe", "champion", ...here, ...words]);
    const out = path.join(folder, "card.md");
    await must(["models", "card", "2", ...here, "--out", out]);
    const card = await readFile(out, "utf8");
    expect(card).toMatch(/## Intended use\n\nScreening of the demo\./);
    expect(card).toMatch(/Not for wells\.\n\n- /);
    expect(await must(["models", "show", "2", ...here])).toContain("version 2 described");

    // Programs at work at once, each a process of its own: none loses what another wrote.
    const names = ["first", "second", "third"];
    await Promise.all(names.map((name) => must(["models", "alias", name, "1", ...here])));
    const { events } = await geophoneJson(historySchema, ["models", "history", ...here]);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
    expect(events.slice(-3).map(({ alias }) => alias)).toEqual(expect.arrayContaining(names));
  });
});
