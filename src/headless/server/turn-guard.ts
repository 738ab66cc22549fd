/** So many requests are answered in any turn, however long one of them takes: a single large body is no flood. */
const always = 32;

/** What a turn is measured by, ms. */
interface TurnClock {
  readonly passed: () => number;
  /** Time that this process had a core. */
  readonly worked: () => number;
}

const ownClock: TurnClock = {
  passed: () => performance.now(),
  worked: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * Keeps a flood from making everybody wait: what is read from the sockets in one turn of the event loop is worked off within a
 * budget, and the rest is told to come again. So nobody waits for much more than two turns, and a refusal costs next to nothing.
 * Half of the budget is worked in any case: where others had the core meanwhile, time has passed and little was asked.
 */
export class TurnGuard {
  private turnBegan: { readonly passed: number; readonly worked: number } | undefined;
  private admitted = 0;

  constructor(
    private readonly budgetMs: number,
    private readonly clock: TurnClock = ownClock,
  ) {}

  /** Whether there is time for one more request in this turn. */
  admits(): boolean {
    const { passed, worked } = this.clock;
    if (this.turnBegan === undefined) {
      this.turnBegan = { passed: passed(), worked: worked() };
      this.admitted = 0;
      // Runs when all that was read in this turn has been handled.
      setImmediate(() => (this.turnBegan = undefined));
    }
    if (
      this.admitted >= always &&
      passed() - this.turnBegan.passed >= this.budgetMs &&
      worked() - this.turnBegan.worked >= this.budgetMs / 2
    )
      return false;
    this.admitted++;
    return true;
  }
}
