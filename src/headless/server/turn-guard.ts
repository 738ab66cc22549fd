/** So many requests are answered in any turn, however long one of them takes: a single large body is no flood. */
const always = 32;

/** What this process has worked, ms. Where others have the cores, time passes and nothing was too much. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Keeps a flood from making everybody wait: what is read from the sockets in one turn of the event loop is worked off within a
 * budget, and the rest is told to come again. So nobody waits for much more than two turns, and a refusal costs next to nothing.
 */
export class TurnGuard {
  private turnBegan: number | undefined;
  private admitted = 0;

  constructor(
    private readonly budgetMs: number,
    private readonly clock: () => number = workedMs,
  ) {}

  /** Whether there is time for one more request in this turn. */
  admits(): boolean {
    if (this.turnBegan === undefined) {
      this.turnBegan = this.clock();
      this.admitted = 0;
      // Runs when all that was read in this turn has been handled.
      setImmediate(() => (this.turnBegan = undefined));
    }
    if (this.admitted >= always && this.clock() - this.turnBegan >= this.budgetMs) return false;
    this.admitted++;
    return true;
  }
}
