import { createRoot } from "react-dom/client";
import { warmUpSections } from "./clients.ts";
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
// The page comes first, then what a first section needs.
setTimeout(warmUpSections, 1000);
// Measuring takes the processor for a second or two: the page comes first.
setTimeout(() => void measureCompute(), 2000);
