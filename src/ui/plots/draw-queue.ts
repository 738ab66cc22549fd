/** Draws one thing a frame, so that a page of plots never holds the main thread for all of them at once. */
export class DrawQueue {
  readonly #waiting = new Map<object, () => unknown>();
  readonly #nextFrame: (frame: () => void) => void;
  #isAsked = false;

  constructor(nextFrame: (frame: () => void) => void) {
    this.#nextFrame = nextFrame;
  }

  /** @param place what is drawn on; a drawing that still waits for the same place is replaced, and keeps its turn */
  add(place: object, draw: () => unknown): void {
    this.#waiting.set(place, draw);
    this.#ask();
  }

  has(place: object): boolean {
    return this.#waiting.has(place);
  }

  drop(place: object): void {
    this.#waiting.delete(place);
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#nextFrame(() => {
      this.#isAsked = false;
      const [next] = this.#waiting;
      if (!next) return;
      const [place, draw] = next;
      this.#waiting.delete(place);
      if (this.#waiting.size > 0) this.#ask();
      draw();
    });
  }
}

/** Of the page. */
export const drawQueue = new DrawQueue((frame) => {
  requestAnimationFrame(frame);
});
