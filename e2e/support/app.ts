/** What a browser test needs, from one place. */
export { serveApp, type ServedApp } from "./served-app.ts";
export { describeWithBrowser, launchBrowser, type BrowserOptions, type LaunchedBrowser } from "./browser.ts";
export { openApp, type WatchedPage } from "./watched-page.ts";
