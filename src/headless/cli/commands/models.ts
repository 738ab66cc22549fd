import path from "node:path";
import { Command } from "commander";
import { writeWholeFile } from "../../../adapters/node/whole-file.ts";
import { InputError } from "../../../pipeline/errors.ts";
import {
  findModelVersion,
  modelVersionKind,
  readRegistry,
  renderModelCard,
  runKind,
  versionStateOf,
  type RegisteredModel,
} from "../../../pipeline/registry/contract.ts";
import { compareModels } from "../../../pipeline/steps/compare-models.ts";
import type { WorkspacePorts } from "../../../pipeline/steps/context.ts";
import { lineageOfModel } from "../../../pipeline/steps/lineage-of-model.ts";
import { readModelCard } from "../../../pipeline/steps/model-card.ts";
import { describeModel, removeModelAlias, setModelAlias } from "../../../pipeline/steps/name-model.ts";
import { runCommand, withJson } from "../command.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { evaluationLines } from "./evaluation-lines.ts";
import { comparisonLines, eventLines, lineageLines, versionRows } from "./registry-lines.ts";
import { actingAs, withWho, type WhoOptions } from "./who-option.ts";

interface WorkspaceOptions {
  readonly workspace: string;
  readonly json?: boolean;
}

const versionHelp = "a version number, latest, production, staging or an alias";

/** A command over an existing workspace, with `--json`. */
const overWorkspace = (command: Command): Command =>
  withJson(command.requiredOption("--workspace <dir>", "the workspace folder"));

function work(options: WorkspaceOptions, does: (ports: WorkspacePorts) => Promise<void>): Promise<void> {
  return runCommand(options.json ?? false, async (stepPorts) =>
    does(await workspacePorts(stepPorts, options.workspace, false)),
  );
}

const listCommand = (): Command =>
  overWorkspace(new Command("list").description("all versions: stage, aliases, scores beside chance")).action(
    (options: WorkspaceOptions) =>
      work(options, async ({ workspace }) => {
        const { state } = await readRegistry(workspace);
        const models: RegisteredModel[] = [];
        for (const version of await workspace.listRecords(modelVersionKind)) {
          const run = await workspace.getRecord(runKind, version.runId);
          if (run) models.push({ version, run });
        }
        printResult(
          options.json ?? false,
          {
            ...state,
            versions: models.map(({ version, run }) => ({
              ...versionStateOf(state, version.version),
              runId: run.id,
              registeredAt: version.registeredAt,
              family: run.family,
              classes: run.classes,
              evaluation: run.evaluation,
            })),
          },
          () => (models.length === 0 ? ["no model version yet"] : versionRows(models, state)),
        );
      }),
  );

const showCommand = (): Command =>
  overWorkspace(
    new Command("show")
      .description("one version: stage, aliases, parameters, lineage, scores, its history")
      .argument("<version>", versionHelp),
  ).action((text: string, options: WorkspaceOptions) =>
    work(options, async ({ workspace }) => {
      const { version, run } = await findModelVersion(workspace, text);
      const { state, history } = await readRegistry(workspace);
      const own = versionStateOf(state, version.version);
      const events = history.filter((event) => event.version === version.version);
      printResult(
        options.json ?? false,
        { ...own, registeredAt: version.registeredAt, run, history: events },
        () => [
          `model version ${version.version}: ${run.family}, ${own.stage}${own.aliases.length > 0 ? `, ${own.aliases.join(", ")}` : ""}`,
          `  run ${run.id}, ${Object.entries(run.parameters)
            .map(([name, value]) => `${name} = ${value}`)
            .join(", ")}`,
          ...run.lineage.files.map(
            ({ fileName, role, sha256 }) => `  ${fileName} (${role})  SHA-256 ${sha256}`,
          ),
          ...run.lineage.labelSet.sources.map(
            ({ fileName, sha256 }) => `  ${fileName} (labels)  SHA-256 ${sha256}`,
          ),
          ...evaluationLines(run.evaluation),
          ...events.flatMap(eventLines),
        ],
      );
    }),
  );

const historyCommand = (): Command =>
  overWorkspace(
    new Command("history")
      .description("all that happened to the versions, or to one: who, when, why, from which run")
      .argument("[version]", versionHelp),
  ).action((text: string | undefined, options: WorkspaceOptions) =>
    work(options, async ({ workspace }) => {
      const only = text === undefined ? undefined : (await findModelVersion(workspace, text)).version.version;
      const { history } = await readRegistry(workspace);
      const events = history.filter(
        ({ version, replaced }) => only === undefined || version === only || replaced === only,
      );
      printResult(options.json ?? false, { events }, () =>
        events.length === 0 ? ["no history yet"] : events.flatMap(eventLines),
      );
    }),
  );

const lineageCommand = (): Command =>
  overWorkspace(
    new Command("lineage")
      .description("what a version was made from, down to file hashes, and what was made with it")
      .argument("<version>", versionHelp),
  ).action((text: string, options: WorkspaceOptions) =>
    work(options, async ({ workspace }) => {
      const graph = await lineageOfModel(workspace, text);
      printResult(options.json ?? false, graph, () => lineageLines(graph));
    }),
  );

const compareCommand = (): Command =>
  overWorkspace(
    new Command("compare")
      .description("two versions: what differs in parameters and data, scores beside chance")
      .argument("<a>", versionHelp)
      .argument("<b>", versionHelp),
  ).action((a: string, b: string, options: WorkspaceOptions) =>
    work(options, async ({ workspace }) => {
      const comparison = await compareModels(workspace, a, b);
      printResult(options.json ?? false, comparison, () => comparisonLines(comparison));
    }),
  );

const cardCommand = (): Command =>
  overWorkspace(
    new Command("card")
      .description("a version's model card, written from records: use, data, scores beside chance, limits")
      .argument("<version>", versionHelp)
      .option("--out <file>", "write it as Markdown"),
  ).action((text: string, options: WorkspaceOptions & { out?: string }) =>
    work(options, async ({ workspace }) => {
      const { version, card } = await readModelCard(workspace, text);
      const markdown = renderModelCard(card, `Model version ${version}`);
      if (options.out !== undefined)
        await writeWholeFile(path.resolve(options.out), new TextEncoder().encode(markdown));
      printResult(
        options.json ?? false,
        { version, card, ...(options.out === undefined ? {} : { file: options.out }) },
        () => [options.out ?? markdown.trimEnd()],
      );
    }),
  );

const describeCommand = (): Command =>
  overWorkspace(
    withWho(
      new Command("describe")
        .description("your own words for a version's card; an empty text takes one away")
        .argument("<version>", versionHelp)
        .option("--intended-use <text>", "what it is for")
        .option("--limits <text>", "what it is not for, beyond what the evidence says")
        .option("--note <text>", "why: kept in the history"),
    ),
  ).action(
    (
      model: string,
      options: WorkspaceOptions & WhoOptions & { intendedUse?: string; limits?: string; note?: string },
    ) =>
      work(options, async (ports) => {
        const { intendedUse, limits, note } = options;
        const event = await describeModel(actingAs(ports, options), { model, intendedUse, limits, note });
        printResult(options.json ?? false, event, () => eventLines(event));
      }),
  );

const aliasCommand = (): Command =>
  overWorkspace(
    withWho(
      new Command("alias")
        .description("a name that points at one version, wherever a version is asked for")
        .argument("<name>", "small letters, digits and dashes, for instance champion")
        .argument("[version]", versionHelp)
        .option("--remove", "take the name away")
        .option("--note <text>", "why: kept in the history"),
    ),
  ).action(
    (
      alias: string,
      model: string | undefined,
      options: WorkspaceOptions & WhoOptions & { remove?: boolean; note?: string },
    ) =>
      work(options, async (ports) => {
        const { note, remove = false } = options;
        if (remove === (model !== undefined))
          throw new InputError("usage", "an alias is either set to a version or removed", {
            advice: "Give a version, or --remove.",
          });
        const acting = actingAs(ports, options);
        const event =
          model === undefined
            ? await removeModelAlias(acting, { alias, note })
            : await setModelAlias(acting, { alias, model, note });
        printResult(options.json ?? false, event, () => eventLines(event));
      }),
  );

export const modelsCommand = (): Command =>
  new Command("models")
    .description("the registry: versions, stages, history, comparisons, cards")
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(historyCommand())
    .addCommand(lineageCommand())
    .addCommand(compareCommand())
    .addCommand(cardCommand())
    .addCommand(describeCommand())
    .addCommand(aliasCommand());
