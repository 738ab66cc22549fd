import type { Command } from "commander";
import type { WorkspacePorts } from "../../../pipeline/steps/context.ts";

export interface WhoOptions {
  readonly who?: string;
}

/** `--who`: whose name stands in the history. */
export const withWho = (command: Command): Command =>
  command.option("--who <name>", "whose name stands in the history (default: this machine's user)");

export const actingAs = (ports: WorkspacePorts, { who }: WhoOptions): WorkspacePorts =>
  who === undefined ? ports : { ...ports, who };
