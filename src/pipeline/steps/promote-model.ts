import {
  appendEvent,
  findModelVersion,
  judgeGates,
  moveToStage,
  type GateResult,
  type RegisteredModel,
  type RegistryEvent,
  type Stage,
} from "../registry/contract.ts";
import { surveyKind } from "../survey-record.ts";
import type { Workspace } from "../workspace/contract.ts";
import { checkGolden } from "./check-golden.ts";
import type { WorkspacePorts } from "./context.ts";

export interface PromoteRequest {
  /** "3", "latest", a stage or an alias. */
  readonly model: string;
  readonly to: Stage;
  /** Why; the owner's word where it is Production. */
  readonly note?: string;
  /** Why in spite of gates that fail. */
  readonly override?: string;
}

async function judge(
  workspace: Workspace,
  { run }: RegisteredModel,
  to: Stage,
  note: string,
): Promise<GateResult[]> {
  if (to === "None" || to === "Archived") return [];
  return judgeGates(to, {
    run,
    surveys: await workspace.listRecords(surveyKind),
    golden: await checkGolden(workspace, run),
    note,
  });
}

/** What the gates of a stage say of a version now; changes nothing. @throws InputError `model-unknown` */
export async function judgePromotion(
  { workspace }: Pick<WorkspacePorts, "workspace">,
  { model, to, note = "" }: Omit<PromoteRequest, "override">,
): Promise<GateResult[]> {
  return judge(workspace, await findModelVersion(workspace, model), to, note);
}

/**
 * Moves a version to a stage, if the stage's gates let it or a person overrides them with a reason. What was in Production
 * is archived by a move to it.
 * @throws InputError `model-unknown`, `stage-unchanged`, `gate-refused`, `reason-missing`
 */
export async function promoteModel(ports: WorkspacePorts, request: PromoteRequest): Promise<RegistryEvent> {
  const { workspace } = ports;
  const found = await findModelVersion(workspace, request.model);
  const gates = await judge(workspace, found, request.to, request.note ?? "");
  return appendEvent(workspace, ports, (state) => moveToStage(state, found.version, { ...request, gates }));
}
