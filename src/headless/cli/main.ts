import { Command, CommanderError } from "commander";
import { bundleCommand } from "./commands/bundle.ts";
import { convertCommand } from "./commands/convert.ts";
import { demoCommand } from "./commands/demo.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { featuresCommand } from "./commands/features.ts";
import { headersCommand } from "./commands/headers.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { labelsCommand } from "./commands/labels.ts";
import { modelsCommand } from "./commands/models.ts";
import { predictCommand } from "./commands/predict.ts";
import { profilesCommand } from "./commands/profiles.ts";
import { promoteCommand, rollbackCommand } from "./commands/promote.ts";
import { reportCommand } from "./commands/report.ts";
import { runPipelineCommand } from "./commands/run.ts";
import { sampleCommand } from "./commands/sample.ts";
import { serveCommand, serveKeyCommand } from "./commands/serve.ts";
import { traceCommand } from "./commands/trace.ts";
import { trainCommand } from "./commands/train.ts";
import { validateCommand } from "./commands/validate.ts";
import { workspaceCommand } from "./commands/workspace.ts";
import { codeVersion } from "./node-ports.ts";
import { exitCodes } from "./output.ts";

const program = new Command("geophone")
  .description("From SEG-Y to a trained, honestly judged, versioned seismic classifier, on this machine.")
  .version(codeVersion)
  .showHelpAfterError("(geophone --help lists the commands, geophone COMMAND --help explains one)")
  .addHelpText("after", "\nLINE is inline-128, crossline-322 or a file's name. Trace indices start at 0.");

for (const command of [
  inspectCommand(),
  headersCommand(),
  traceCommand(),
  sampleCommand(),
  convertCommand(),
  demoCommand(),
  ingestCommand(),
  labelsCommand(),
  featuresCommand(),
  trainCommand(),
  evaluateCommand(),
  modelsCommand(),
  promoteCommand(),
  rollbackCommand(),
  bundleCommand(),
  predictCommand(),
  serveCommand(),
  serveKeyCommand(),
  reportCommand(),
  runPipelineCommand(),
  profilesCommand(),
  workspaceCommand(),
  validateCommand(),
])
  program.addCommand(command);

/** Usage errors are bad input: exit 2, as JSON where that was asked for. */
function applyUsageErrors(command: Command, json: boolean): void {
  command.exitOverride();
  command.configureOutput({
    outputError: (text, write) => {
      if (!json) {
        write(text);
        return;
      }
      const message = text.split("\n")[0]!.replace(/^error: /, "");
      write(`${JSON.stringify({ error: { code: "usage", message } })}\n`);
    },
  });
  if (json) command.showHelpAfterError(false);
  for (const child of command.commands) applyUsageErrors(child, json);
}

// A reader that closes early (`geophone … | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  throw error;
});

applyUsageErrors(program, process.argv.includes("--json"));
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
}
