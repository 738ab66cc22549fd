import { trustedScriptUrl } from "../../adapters/browser/trusted-types.ts";
import { askWorker } from "./ask-worker.ts";
import { useOffline } from "./use-offline.ts";

const { setState } = useOffline;

let registration: ServiceWorkerRegistration | undefined;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the running version has stored and lacks; also sets the state by it. */
async function takeStock(worker: ServiceWorker): Promise<readonly { path: string; bytes: number }[]> {
  const report = await askWorker(worker, { kind: "report" });
  if (report.kind !== "report") throw new Error("the service worker gave no report");
  const lacking = report.missing.reduce((sum, { bytes }) => sum + bytes, 0);
  setState({
    state: report.missing.length === 0 ? "ready" : "shell",
    progress: { done: report.totalBytes - lacking, total: report.totalBytes },
  });
  return report.missing;
}

/** Tells when a further version is stored and waits. */
function watchForUpdates(of: ServiceWorkerRegistration): void {
  const look = (): void => {
    // With no active worker this is the first installation, which waits for nobody.
    setState({ updateReady: of.waiting !== null && of.active !== null });
  };
  const follow = (): void => {
    of.installing?.addEventListener("statechange", look);
  };
  of.addEventListener("updatefound", follow);
  follow();
  look();
}

/** The first installation failed when its worker becomes redundant before any was active. */
function watchFirstInstallation(of: ServiceWorkerRegistration): void {
  const worker = of.installing;
  if (of.active !== null || worker === null) return;
  worker.addEventListener("statechange", () => {
    if (worker.state === "redundant" && of.active === null)
      setState({ state: "unsupported", failure: "The app could not be stored on this machine." });
  });
}

/** The first page comes first: what is stored for later is fetched after it. */
async function pageLoaded(): Promise<void> {
  if (document.readyState === "complete") return;
  await new Promise((resolve) => {
    globalThis.addEventListener("load", resolve, { once: true });
  });
}

/** Makes the app work without its server from the first reload on. Does nothing in development. Never throws. */
export async function registerServiceWorker(): Promise<void> {
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  setState({ state: "installing" });
  try {
    await pageLoaded();
    registration = await navigator.serviceWorker.register(trustedScriptUrl("/service-worker.js"), {
      updateViaCache: "none",
    });
    watchFirstInstallation(registration);
    watchForUpdates(registration);
    const { active } = await navigator.serviceWorker.ready;
    if (active !== null) await takeStock(active);
  } catch (error) {
    setState({ state: "unsupported", failure: reason(error) });
  }
}

/**
 * Stores all that the app can ever need, telling `progress` on the way; what is stored stays when it breaks off, and
 * the next call goes on from there. Also asks the browser not to evict this site's storage. Never throws: see `failure`.
 */
export async function makeReadyForTheField(): Promise<void> {
  const worker = registration?.active;
  if (worker === undefined || worker === null || useOffline.getState().state === "preparing") return;
  setState({ failure: undefined });
  try {
    await navigator.storage.persist();
    const missing = await takeStock(worker);
    let { done } = useOffline.getState().progress;
    const { total } = useOffline.getState().progress;
    setState({ state: "preparing" });
    // One request a file: browsers end a service worker that spends minutes on one.
    for (const { path, bytes } of missing) {
      await askWorker(worker, { kind: "store", path }, (stored) => {
        setState({ progress: { done: done + stored, total } });
      });
      done += bytes;
      setState({ progress: { done, total } });
    }
    await askWorker(worker, { kind: "stay-ready" });
    await takeStock(worker);
  } catch (error) {
    const failure = reason(error);
    await takeStock(worker).catch(() => undefined);
    setState({ failure });
  }
}

/** Lets the waiting version take over and reloads this page with it. Does nothing when none waits. */
export async function applyUpdate(): Promise<void> {
  const waiting = registration?.waiting;
  if (waiting === undefined || waiting === null) return;
  const taken = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });
  await askWorker(waiting, { kind: "take-over" });
  await taken;
  globalThis.location.reload();
}
