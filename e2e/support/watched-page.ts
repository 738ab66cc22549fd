import type { BrowserContext, ConsoleMessage, Page, Request, Worker } from "playwright-core";
import { expect } from "vitest";
import { policyReports } from "./served-app.ts";

/** What a page may do in a test that would otherwise be a finding. */
export interface Allowances {
  /** Findings that hold one of these texts or match one of these patterns are expected. */
  readonly expected?: readonly (string | RegExp)[];
  /** Console warnings count as findings too (default: errors only). */
  readonly warnings?: boolean;
}

export interface WatchedPage {
  readonly page: Page;
  /** All that went wrong so far, expected or not. */
  findings(): readonly string[];
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  /** Fails with the list of what went wrong, save for what is expected. */
  expectClean(allowances?: Allowances): Promise<void>;
}

const violationMark = "Policy violation:";

/** Runs inside page and workers: tells of each violation as a console error, which reaches us from both. */
function reportViolations(mark: string): void {
  globalThis.addEventListener("securitypolicyviolation", (event) => {
    const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
    console.error(`${mark} ${effectiveDirective} ${blockedURI} in ${sourceFile}:${lineNumber} ${sample}`);
  });
}

const speaksOfPolicy =
  /content security policy|trusted ?types?|TrustedHTML|TrustedScript|cross-origin.*blocked/i;

/**
 * Opens the app in a page of its own and watches it: console errors, uncaught errors, violations of the policy (workers
 * too), failed requests, answers of 400 and more, requests to any other origin.
 * @param url address of the app's server, with or without a path
 */
export async function openApp(context: BrowserContext, url: string): Promise<WatchedPage> {
  const { origin } = new URL(url);
  const page = await context.newPage();
  const findings: string[] = [];
  const warnings: string[] = [];
  const requests: string[] = [];
  const note = (text: string): void => void findings.push(text);

  await page.addInitScript(reportViolations, violationMark);
  page.on("console", (message: ConsoleMessage) => {
    const where = message.location().url;
    const text = `console ${message.type()}: ${message.text()}${where === "" ? "" : ` (${where})`}`;
    if (message.type() === "error" || speaksOfPolicy.test(message.text())) note(text);
    else if (message.type() === "warning") warnings.push(text);
  });
  page.on("pageerror", (error) => {
    note(`uncaught: ${error.stack ?? error.message}`);
  });
  page.on("crash", () => {
    note("the page crashed");
  });
  page.on("worker", (worker: Worker) => {
    // A worker that has already ended cannot be listened to, and needs no listener.
    worker.evaluate(reportViolations, violationMark).catch(() => undefined);
  });
  page.on("request", (request: Request) => {
    const address = request.url();
    requests.push(address);
    if (!/^(data|blob|about):/.test(address) && new URL(address).origin !== origin)
      note(`request to another origin: ${address}`);
  });
  page.on("requestfailed", (request: Request) => {
    const reason = request.failure()?.errorText ?? "unknown";
    // The page itself called it off, by leaving or by an AbortSignal.
    if (reason !== "net::ERR_ABORTED") note(`request failed: ${request.url()} (${reason})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) note(`answer ${response.status()}: ${response.url()}`);
  });

  await page.goto(url);
  const allFindings = (): readonly string[] => [...findings, ...policyReports(origin)];
  return {
    page,
    findings: allFindings,
    requests,
    expectClean: async (allowances = {}) => {
      // What was noticed in the last moment is still on its way to this process.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const expected = allowances.expected ?? [];
      const all = allowances.warnings === true ? [...allFindings(), ...warnings] : allFindings();
      const surprises = all.filter(
        (finding) =>
          !expected.some((known) =>
            typeof known === "string" ? finding.includes(known) : known.test(finding),
          ),
      );
      expect(surprises, "what the browser found wrong").toEqual([]);
    },
  };
}
