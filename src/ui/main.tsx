import { createRoot } from "react-dom/client";
import { registerServiceWorker } from "./offline/offline.ts";
import { App } from "./shell/app.tsx";
import { measureCompute } from "./shell/compute-store.ts";
import { listenForDrops } from "./shell/listen-for-drops.ts";
import { connect } from "./state/jobs.ts";
import { applyTheme, usePreferences } from "./state/preferences.ts";

listenForDrops();
applyTheme(usePreferences.getState().theme);
createRoot(document.getElementById("app")!).render(<App />);
void connect();
void registerServiceWorker();
// Measuring takes the processor for a second or two: the page comes first.
setTimeout(() => void measureCompute(), 2000);
