/**
 * Runs one piece of work after the other; of what is asked for while one is under way, only the last is kept. What a person turns
 * quickly follows the hand, and nothing piles up.
 */
export class LatestOnly {
  #isBusy = false;
  #next: (() => Promise<void>) | undefined;

  /** @param work that sees to its own failures */
  run(work: () => Promise<void>): void {
    this.#next = work;
    if (!this.#isBusy) void this.#runAll();
  }

  async #runAll(): Promise<void> {
    this.#isBusy = true;
    while (this.#next) {
      const work = this.#next;
      this.#next = undefined;
      await work();
    }
    this.#isBusy = false;
  }
}
