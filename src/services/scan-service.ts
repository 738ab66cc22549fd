import { openSegy, type SegyFile } from "../pipeline/segy/contract.ts";
import { summariseQuality } from "../pipeline/quality/contract.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { scanIdentity, scanSurvey, type SurveyScan } from "../pipeline/steps/scan-survey.ts";
import { LinesOfMany } from "./lines-of-many.ts";
import { LineRuns, type LineTraces } from "./line-runs.ts";
import type { ScanProgress, ScanRequest, ScanSummary } from "./scan-contract.ts";
import type { SectionLine } from "./section-contract.ts";

/** What the service needs from its house. */
export interface ScanPorts {
  openSource(location: string): Promise<OpenedSource>;
  elapsedSeconds(): number;
  yieldControl(): Promise<void>;
}

/** Of files with more traces only the lines are kept; 41 bytes a trace would be more than a page should hold. */
const mostKeptTraces = 2_000_000;
/** Progress is told this often at most. */
const reportEverySeconds = 0.1;

type OnProgress = (progress: ScanProgress) => void;

/** One file's scan, waiting, at work or done. */
interface Scan {
  readonly request: ScanRequest;
  readonly abort: AbortController;
  readonly runs: LineRuns;
  readonly listeners: Set<OnProgress>;
  progress: ScanProgress;
  /** Known once the file is open. */
  identity?: string;
  /** Kept until it is taken. */
  found?: SurveyScan;
  readonly summary: Promise<ScanSummary>;
}

/**
 * Reads files from end to end behind what a person looks at: all trace headers, quality and hash in one pass. One file at a
 * time, in the order in which they came; what is found waits to be taken in, so that this reads nothing again.
 */
export class ScanService {
  private readonly scans = new Map<string, Scan>();
  private chain: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ports: ScanPorts,
    private readonly limits: { readonly mostKeptTraces?: number } = {},
  ) {}

  /** Begins a scan; one of the same file that is read in another way ends. @throws AbortError when it is cancelled */
  scan(request: ScanRequest, onProgress: OnProgress): Promise<ScanSummary> {
    this.forget(request.location);
    const abort = new AbortController();
    const scan: Scan = {
      request,
      abort,
      runs: new LineRuns(),
      listeners: new Set([onProgress]),
      progress: { done: 0, traces: 0 },
      summary: this.chain.then(() => this.read(scan)),
    };
    this.chain = scan.summary.catch(() => undefined);
    this.scans.set(request.location, scan);
    return scan.summary;
  }

  /** Ends a scan; the lines found so far stay. */
  cancel(location: string): void {
    this.scans.get(location)?.abort.abort();
  }

  /** Ends a scan and lets go of what it found. */
  forget(location: string): void {
    this.cancel(location);
    this.scans.delete(location);
  }

  /** The traces of the line nearest to one, of those that the scan has come by so far. */
  line(location: string, line: SectionLine): LineTraces | undefined {
    return this.scans.get(location)?.runs.tracesOf(line);
  }

  /**
   * What the scan of this very file, read alike, has found; a scan at work is waited for. It is handed over: the service keeps
   * the lines alone. Undefined where there is none, or it failed or was cancelled.
   */
  async take(
    location: string,
    identity: string,
    onProgress: (traces: number) => void,
  ): Promise<SurveyScan | undefined> {
    const scan = this.scans.get(location);
    if (!scan || (scan.identity !== undefined && scan.identity !== identity)) return undefined;
    const listener: OnProgress = ({ done }) => {
      onProgress(done);
    };
    scan.listeners.add(listener);
    try {
      await scan.summary;
    } catch {
      return undefined;
    } finally {
      scan.listeners.delete(listener);
    }
    if (scan.identity !== identity) return undefined;
    const { found } = scan;
    delete scan.found;
    return found;
  }

  private async read(scan: Scan): Promise<ScanSummary> {
    const { request, abort } = scan;
    abort.signal.throwIfAborted();
    const source = await this.ports.openSource(request.location);
    try {
      const segy = await openSegy(source, { reading: request.reading });
      scan.identity = scanIdentity(source, segy);
      const { traces } = segy.layout;
      const keeps = traces <= (this.limits.mostKeptTraces ?? mostKeptTraces);
      return keeps ? await this.readAll(scan, segy) : await this.readLines(scan, segy);
    } finally {
      await source.close();
    }
  }

  private async readAll(scan: Scan, segy: SegyFile): Promise<ScanSummary> {
    const { runs, abort } = scan;
    const report = this.reporter(scan, segy.layout.traces);
    const found = await scanSurvey(segy, {
      hash: true,
      signal: abort.signal,
      yieldControl: () => this.ports.yieldControl(),
      onHeaders: (headers, first) => {
        runs.take(headers, first);
        report(first + headers.count);
      },
    });
    scan.found = found;
    const { deadTraces, tracesWithNonFinite } = summariseQuality(found.quality, segy.layout.samplesPerTrace);
    return {
      traces: found.headers.count,
      geometry: found.geometry,
      warnings: found.warnings,
      quality: { deadTraces, tracesWithNonFinite },
    };
  }

  private async readLines(scan: Scan, segy: SegyFile): Promise<ScanSummary> {
    const { runs, abort } = scan;
    const { traces } = segy.layout;
    const report = this.reporter(scan, traces);
    const lines = new LinesOfMany(traces);
    const differences = await segy.readThrough({
      signal: abort.signal,
      headersOnly: true,
      onBlock: async ({ first, headers }) => {
        runs.take(headers, first);
        lines.take(headers, first);
        report(first + headers.count);
        await this.ports.yieldControl();
      },
    });
    const { geometry, warnings } = lines.examine(segy);
    return { traces, geometry, warnings: [...differences, ...warnings] };
  }

  private reporter(scan: Scan, traces: number): (done: number) => void {
    let told = -Infinity;
    return (done) => {
      const now = this.ports.elapsedSeconds();
      scan.progress = { done, traces, ...scan.runs.ranges() };
      if (done < traces && now - told < reportEverySeconds) return;
      told = now;
      for (const listener of scan.listeners) listener(scan.progress);
    };
  }
}
