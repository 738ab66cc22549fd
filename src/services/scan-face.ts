import { answerOf, type Answer } from "./answer.ts";
import type { ScanTaker, SurveyScan } from "../pipeline/steps/scan-survey.ts";
import type { LineTraces } from "./line-runs.ts";
import type { ScanProgress, ScanRequest, ScanSummary } from "./scan-contract.ts";
import type { ScanService } from "./scan-service.ts";
import type { SectionLine } from "./section-contract.ts";

/** How a thread hands things over; the browser's worker gives it. */
export interface ScanHouse<Offered, Port> {
  /** Files that a person chose in this tab. */
  offer(files: readonly Offered[]): void;
  /** Marks what is to be moved, not copied, when `value` is sent. */
  move<T extends object>(value: T, parts: readonly ArrayBufferLike[]): T;
  /** Lets another thread call `take` through a channel's end. */
  serve(port: Port, taker: ScanTaker): void;
}

/** The scan service as pages see it: failures as data. */
export class ScanFace<Offered, Port> {
  constructor(
    private readonly service: ScanService,
    private readonly house: ScanHouse<Offered, Port>,
  ) {}

  offerFiles(files: readonly Offered[]): void {
    this.house.offer(files);
  }

  scan(request: ScanRequest, onProgress: (progress: ScanProgress) => void): Promise<Answer<ScanSummary>> {
    return answerOf(() => this.service.scan(request, onProgress));
  }

  cancel(location: string): void {
    this.service.cancel(location);
  }

  forget(location: string): void {
    this.service.forget(location);
  }

  line(location: string, line: SectionLine): LineTraces | undefined {
    const found = this.service.line(location, line);
    return (
      found && this.house.move(found, [found.traceIndex.buffer, found.inline.buffer, found.crossline.buffer])
    );
  }

  /** @param port one end of a channel whose other end the taker has */
  connectTaker(port: Port): void {
    this.house.serve(port, {
      take: async (location, identity, onProgress) => {
        const scan = await this.service.take(location, identity, onProgress);
        return scan && this.house.move(scan, buffersOf(scan));
      },
    });
  }
}

const buffersOf = ({ headers, quality }: SurveyScan): ArrayBufferLike[] =>
  [headers, quality, quality.mutes].flatMap((columns) =>
    Object.values(columns as object).flatMap((column: unknown) =>
      ArrayBuffer.isView(column) ? [column.buffer] : [],
    ),
  );
