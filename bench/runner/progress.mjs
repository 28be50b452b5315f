import { duration } from './format.mjs';

/** Where the run is, on one line of the terminal; nothing where there is none. */
export class Progress {
  #stream;
  #total;
  #done = 0;
  #began = performance.now();
  #timer = null;
  #current = null;

  /** `estimates` are the seconds that each measurement may take, in their order. */
  constructor(stream, estimates) {
    this.#stream = stream;
    this.#total = estimates.reduce((sum, seconds) => sum + seconds, 0);
  }

  /** Seconds that are left, by how the estimates have held so far. */
  #left(spentOnCurrent) {
    const elapsed = (performance.now() - this.#began) / 1000 - spentOnCurrent;
    const pace = this.#done > 0 ? elapsed / this.#done : 1;
    return Math.max(0, (this.#total - this.#done) * pace - spentOnCurrent);
  }

  begin(text, estimate) {
    this.#current = { text, estimate, began: performance.now() };
    if (!this.#stream.isTTY) return;
    const show = () => {
      const left = duration(this.#left((performance.now() - this.#current.began) / 1000));
      this.#stream.write(`\r\x1b[K${this.#current.text}  ·  about ${left} left`);
    };
    show();
    this.#timer = setInterval(show, 1000);
  }

  end() {
    clearInterval(this.#timer);
    this.#done += this.#current.estimate;
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[K');
  }
}
