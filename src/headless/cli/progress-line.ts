import type { StepProgress } from "../../pipeline/steps/context.ts";

const redrawEveryMs = 100;

/** Progress on one line of a terminal; silent in a pipe. */
export class ProgressLine {
  private drawnAt = 0;
  private shown = false;

  constructor(private readonly terminal: NodeJS.WriteStream = process.stderr) {}

  show({ step, detail, done, total }: StepProgress): void {
    if (!this.terminal.isTTY) return;
    const now = performance.now();
    if (now - this.drawnAt < redrawEveryMs && done < total) return;
    this.drawnAt = now;
    const share = total > 0 ? `${String(Math.floor((100 * done) / total)).padStart(3)} %` : "";
    const line = `${step} ${share} ${detail}`.slice(0, (this.terminal.columns || 80) - 1);
    this.terminal.write(`\r\u001b[K${line}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) this.terminal.write("\r\u001b[K");
    this.shown = false;
  }
}
