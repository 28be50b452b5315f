/** Numbers from a seed, the same everywhere (mulberry32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to but not including 1. */
  next = () => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };

  /** An integer from `low` to `high`, both included. */
  integer(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  one(of) {
    return of[this.integer(0, of.length - 1)];
  }

  chance(probability) {
    return this.next() < probability;
  }

  bytes(count) {
    return Uint8Array.from({ length: count }, () => this.integer(0, 255));
  }
}

/**
 * The seeds of a property test: ATELIER_SEED alone where it is set, otherwise ATELIER_SEEDS of them, or `few`.
 * A failure names its seed.
 */
export function eachSeed(few, check) {
  const only = process.env.ATELIER_SEED;
  const count = Number(process.env.ATELIER_SEEDS ?? few);
  const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);
  for (const seed of seeds) {
    try {
      check(new Random(seed), seed);
    } catch (error) {
      error.message = `ATELIER_SEED=${seed}: ${error.message}`;
      throw error;
    }
  }
}
