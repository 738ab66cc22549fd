import {
  appendEvent,
  findModelVersion,
  judgeReturn,
  readRegistry,
  requirePredecessor,
  requireReason,
  rollBack,
  type RegistryEvent,
} from "../registry/contract.ts";
import { checkGolden } from "./check-golden.ts";
import type { WorkspacePorts } from "./context.ts";

/**
 * Production goes back to the version that the present one displaced, once that one has shown that it still answers as it
 * did. Again, and it goes further back.
 * @throws InputError `no-predecessor`, `gate-refused`, `reason-missing`, `model-unknown`; JobError `registry-changed`
 */
export async function rollbackModel(
  ports: WorkspacePorts,
  { reason }: { readonly reason?: string },
): Promise<RegistryEvent> {
  const { workspace } = ports;
  requireReason(reason, "a rollback");
  const { state } = await readRegistry(workspace);
  const { version, run } = await findModelVersion(workspace, String(requirePredecessor(state)));
  const gates = judgeReturn(await checkGolden(workspace, run));
  return appendEvent(workspace, ports, (now) => rollBack(now, version, { gates, reason }));
}
