import {
  applyUpdate,
  makeReadyForTheField,
  registerServiceWorker,
} from "../../../../src/ui/offline/offline.ts";
import { trustedScriptUrl } from "../../../../src/adapters/browser/trusted-types.ts";
import workerUrl from "./worker.ts?worker&url";
import { useOffline } from "../../../../src/ui/offline/use-offline.ts";

/** Put in by the test's build. */
declare const __VERSION__: string;

function show(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element !== null) element.textContent = text;
}
function onClick(id: string, act: () => Promise<void>): void {
  document.getElementById(id)?.addEventListener("click", () => void act());
}

function showState(): void {
  const { state, progress, updateReady, failure } = useOffline.getState();
  show("state", `${state} ${progress.done} of ${progress.total} ${failure ?? ""}`.trim());
  show("update-ready", String(updateReady));
}

show("version", __VERSION__);
useOffline.subscribe(showState);
new Worker(trustedScriptUrl(workerUrl), { type: "module" }).onmessage = ({ data }) => {
  show("worker", String(data));
};
try {
  trustedScriptUrl("https://example.com/worker.js");
} catch (error) {
  show("foreign", String(error));
}
onClick("use-heavy", async () => {
  const answer = await fetch(new URL("assets/heavy.bin", location.origin));
  show("heavy", answer.ok ? `${(await answer.arrayBuffer()).byteLength}` : `status ${answer.status}`);
});
onClick("make-ready", makeReadyForTheField);
onClick("update", applyUpdate);
void registerServiceWorker();
