import { Command } from "commander";
import { agreementCommand, diffCommand } from "./labels/compare.ts";
import { exportCommand } from "./labels/export.ts";
import { importCommand } from "./labels/import.ts";
import { listCommand } from "./labels/list.ts";

export const labelsCommand = (): Command =>
  new Command("labels")
    .description("label sets of a workspace")
    .addCommand(importCommand())
    .addCommand(listCommand())
    .addCommand(exportCommand())
    .addCommand(diffCommand())
    .addCommand(agreementCommand());
