/** How long to wait before connecting again: doubled each time, up to a limit, and never the same for all. */
export class Backoff {
  #attempt = 0;

  /** @param {{first?: number, most?: number, random?: () => number}} options times in milliseconds */
  constructor({ first = 250, most = 10_000, random = Math.random } = {}) {
    this.first = first;
    this.most = most;
    this.random = random;
  }

  /** The next pause in milliseconds: between half and all of what the attempt allows. */
  next() {
    const whole = Math.min(this.most, this.first * 2 ** Math.min(this.#attempt++, 16));
    return Math.round(whole * (0.5 + 0.5 * this.random()));
  }

  reset() {
    this.#attempt = 0;
  }
}
