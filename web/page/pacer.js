/** Sends the latest of many values, the first at once and then at most one in each interval. */
export class Pacer {
  #latest;
  #waits = false;
  #timer = null;

  /**
   * @param {number} interval in milliseconds
   * @param {(value: any) => void} send
   * @param {{setTimeout: Function}} [world] for tests
   */
  constructor(interval, send, world = { setTimeout: (what, ms) => globalThis.setTimeout(what, ms) }) {
    Object.assign(this, { interval, send, world });
  }

  push(value) {
    this.#latest = value;
    this.#waits = true;
    if (this.#timer === null) this.#release();
  }

  #release() {
    this.#timer = null;
    if (!this.#waits) return;
    this.#waits = false;
    this.send(this.#latest);
    this.#timer = this.world.setTimeout(() => this.#release(), this.interval);
  }
}
