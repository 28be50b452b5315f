/** A message that does not follow the protocol. */
export class MalformedError extends Error {
  constructor(message) {
    super(message);
    this.name = 'MalformedError';
  }
}

/** Reads little-endian integers from the front of a byte array; throws MalformedError rather than read past its end. */
export class ByteReader {
  #bytes;
  #view;
  #at = 0;

  /** @param {Uint8Array} bytes is not copied; what `take` gives out lies in it */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left() {
    return this.#bytes.length - this.#at;
  }

  #advance(count) {
    const from = this.#at;
    if (count > this.#bytes.length - from) {
      throw new MalformedError(`${count} bytes were announced at byte ${from}, but only ${this.left} are there`);
    }
    this.#at = from + count;
    return from;
  }

  u8() {
    return this.#bytes[this.#advance(1)];
  }

  u16() {
    return this.#view.getUint16(this.#advance(2), true);
  }

  i16() {
    return this.#view.getInt16(this.#advance(2), true);
  }

  u32() {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A u64 as a number; the protocol's sequence numbers stay below 2^53. */
  u64() {
    const value = this.u32() + this.u32() * 2 ** 32;
    if (!Number.isSafeInteger(value)) throw new MalformedError(`${value} is past 2^53`);
    return value;
  }

  take(count) {
    const from = this.#advance(count);
    return this.#bytes.subarray(from, from + count);
  }

  rest() {
    return this.take(this.left);
  }

  zeros(count) {
    for (let i = 0; i < count; ++i) {
      const value = this.u8();
      if (value !== 0) throw new MalformedError(`a reserved byte is ${value} and must be 0`);
    }
  }
}

/** Appends little-endian integers to a byte array that grows. */
export class ByteWriter {
  #bytes;
  #view;
  #size = 0;

  constructor(capacity = 64) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  #advance(count) {
    const from = this.#size;
    this.#size += count;
    if (this.#size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#size, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return from;
  }

  u8(value) {
    const at = this.#advance(1);
    this.#view.setUint8(at, inRange(value, 0, 0xff));
    return this;
  }

  u16(value) {
    const at = this.#advance(2);
    this.#view.setUint16(at, inRange(value, 0, 0xffff), true);
    return this;
  }

  i16(value) {
    const at = this.#advance(2);
    this.#view.setInt16(at, inRange(value, -0x8000, 0x7fff), true);
    return this;
  }

  u32(value) {
    const at = this.#advance(4);
    this.#view.setUint32(at, inRange(value, 0, 0xffffffff), true);
    return this;
  }

  u64(value) {
    inRange(value, 0, Number.MAX_SAFE_INTEGER);
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  bytes(more) {
    const at = this.#advance(more.length);
    this.#bytes.set(more, at);
    return this;
  }

  zeros(count) {
    const at = this.#advance(count);
    this.#bytes.fill(0, at, at + count);
    return this;
  }

  /** What was written; a view that the next write may leave behind. */
  done() {
    return this.#bytes.subarray(0, this.#size);
  }
}

function inRange(value, low, high) {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${value} is not an integer from ${low} to ${high}`);
  }
  return value;
}
