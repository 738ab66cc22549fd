import { serveApp as serve, type ServedApp } from "../../tools/serve-app.ts";
import { z } from "zod";

export type { ServedApp };

const reportSchema = z.object({
  "csp-report": z.looseObject({
    "effective-directive": z.string(),
    "blocked-uri": z.string().optional(),
    "document-uri": z.string().optional(),
    "source-file": z.string().optional(),
    "line-number": z.number().optional(),
    "script-sample": z.string().optional(),
  }),
});

function describeReport(text: string): string {
  const { "csp-report": report } = reportSchema.parse(JSON.parse(text));
  const where = `${report["source-file"] ?? report["document-uri"] ?? "?"}:${report["line-number"] ?? 0}`;
  const what = report["script-sample"] ?? "";
  return `policy report: ${report["effective-directive"]} ${report["blocked-uri"] ?? ""} in ${where} ${what}`;
}

const reportsByOrigin = new Map<string, string[]>();

/** Violations that the browser itself reported to this server, among them those of a worker's very first lines. */
export const policyReports = (origin: string): readonly string[] => reportsByOrigin.get(origin) ?? [];

/**
 * Serves dist/app (or a folder like it) on a free port of 127.0.0.1, with the headers that it has everywhere.
 * @param options.port the port of an earlier server, to come back at the same address
 * @param options.api address of a scoring server, for what the app asks below `/api/`
 */
export async function serveApp(
  options: { folder?: string; port?: number; api?: string } = {},
): Promise<ServedApp> {
  const reports: string[] = [];
  const app = await serve({ ...options, onPolicyReport: (text) => reports.push(describeReport(text)) });
  reportsByOrigin.set(app.url, reports);
  return app;
}
