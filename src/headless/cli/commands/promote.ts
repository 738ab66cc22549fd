import { Command, Option } from "commander";
import { stages, type Stage } from "../../../pipeline/registry/contract.ts";
import { promoteModel } from "../../../pipeline/steps/promote-model.ts";
import { rollbackModel } from "../../../pipeline/steps/rollback-model.ts";
import { oneOf, runCommand, withJson } from "../command.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { eventLines, gateLines } from "./registry-lines.ts";
import { actingAs, withWho, type WhoOptions } from "./who-option.ts";

/** A stage's name in whatever case. */
const stageOf = (text: string): Stage =>
  oneOf<Stage>(...stages)(stages.find((stage) => stage.toLowerCase() === text.toLowerCase()) ?? text);

interface PromoteOptions extends WhoOptions {
  readonly workspace: string;
  readonly to: Stage;
  readonly note?: string;
  readonly override?: string;
  readonly json?: boolean;
}

export const promoteCommand = (): Command =>
  withJson(
    withWho(
      new Command("promote")
        .description("move a model version to a stage, if the stage's gates let it")
        .argument("<version>", "a version number, latest, production, staging or an alias")
        .requiredOption("--workspace <dir>", "the workspace folder")
        .addOption(
          new Option("--to <stage>", `one of ${stages.join(", ")}; what was in Production is archived`)
            .argParser(stageOf)
            .makeOptionMandatory(),
        )
        .option("--note <text>", "why: kept in the history; Production asks for the owner's")
        .option("--override <reason>", "why in spite of gates that fail; kept in the history too"),
    ),
  ).action((model: string, options: PromoteOptions) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = actingAs(await workspacePorts(stepPorts, options.workspace, false), options);
      const { to, note, override } = options;
      const event = await promoteModel(ports, { model, to, note, override });
      printResult(options.json ?? false, event, () => [...eventLines(event), ...gateLines(event.gates)]);
    }),
  );

export const rollbackCommand = (): Command =>
  withJson(
    withWho(
      new Command("rollback")
        .description("Production goes back to the version that the present one displaced")
        .requiredOption("--workspace <dir>", "the workspace folder")
        .requiredOption("--reason <text>", "why: kept in the history"),
    ),
  ).action((options: WhoOptions & { workspace: string; reason: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = actingAs(await workspacePorts(stepPorts, options.workspace, false), options);
      const event = await rollbackModel(ports, options);
      printResult(options.json ?? false, event, () => [...eventLines(event), ...gateLines(event.gates)]);
    }),
  );
