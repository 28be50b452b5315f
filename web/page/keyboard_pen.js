const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const longStep = 10;

/** A pen for the keyboard: arrows move a crosshair (with Shift further), Enter puts the tool down and lifts it. */
export class KeyboardPen {
  #on;
  #at = null;
  #down = false;

  /** @param {object} on begin, move, end and cancel of a gesture, and `show(point|null)` of the crosshair */
  constructor(on) {
    this.#on = on;
  }

  /** Takes a key; returns whether it was one of this pen's. */
  press({ key, shiftKey }, { width, height }) {
    if (steps[key]) {
      this.#at ??= { x: Math.floor(width / 2), y: Math.floor(height / 2) };
      const [dx, dy] = steps[key].map((step) => step * (shiftKey ? longStep : 1));
      const inside = (value, side) => Math.min(Math.max(value, 0), side - 1);
      this.#at = { x: inside(this.#at.x + dx, width), y: inside(this.#at.y + dy, height) };
      this.#on.show(this.#at);
      if (this.#down) this.#on.move(this.#at);
      return true;
    }
    if (key === 'Enter' && this.#at) {
      this.#down = !this.#down;
      if (this.#down) this.#on.begin(this.#at);
      else this.#on.end();
      return true;
    }
    if (key === 'Escape' && this.#down) {
      this.#down = false;
      this.#on.cancel();
      return true;
    }
    return false;
  }

  /** The focus went elsewhere. */
  leave() {
    if (this.#down) this.#on.end();
    this.#down = false;
    this.#at = null;
    this.#on.show(null);
  }
}
