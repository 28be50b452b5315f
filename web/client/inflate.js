import { MalformedError } from './bytes.js';

/**
 * Inflates zlib data (RFC 1950, RFC 1951) at once. A browser's own DecompressionStream answers later, but ops must be
 * drawn in their order.
 */

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163];
lengthBase.push(195, 227, 258);
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [1, 2, 3, 4];
const distanceBits = [0, 0, 0, 0];
for (let bits = 1; bits <= 13; ++bits) {
  for (let half = 0; half < 2; ++half) {
    distanceBase.push(distanceBase.at(-1) + 2 ** distanceBits.at(-1));
    distanceBits.push(bits);
  }
}
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * A table from the next `bits` bits of the input to `symbol << 4 | length`; 0 where no code begins like that.
 * @param {ArrayLike<number>} lengths each symbol's code length, 0 where it has none
 */
function buildTable(lengths) {
  const counts = new Uint16Array(16);
  for (const length of lengths) ++counts[length];
  counts[0] = 0;
  let bits = 15;
  while (bits > 1 && counts[bits] === 0) --bits;
  const next = new Uint32Array(17);
  for (let length = 1, code = 0; length <= 15; ++length) {
    next[length] = code;
    code = (code + counts[length]) << 1;
    if (code > 2 << length) throw new MalformedError('deflate: more codes than their lengths allow');
  }
  const table = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; ++symbol) {
    const length = lengths[symbol];
    if (length === 0) continue;
    const code = next[length]++;
    let reversed = 0;
    for (let i = 0; i < length; ++i) reversed |= ((code >> i) & 1) << (length - 1 - i);
    for (let at = reversed; at < table.length; at += 1 << length) table[at] = (symbol << 4) | length;
  }
  return { table, mask: table.length - 1 };
}

let fixedTables;

function fixed() {
  if (!fixedTables) {
    const lengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
    fixedTables = { literals: buildTable(lengths), distances: buildTable(new Uint8Array(30).fill(5)) };
  }
  return fixedTables;
}

/** Bits of the input, the lowest first. Reads zeros past the end, and notices later that there were too many. */
class BitReader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
    this.held = 0;
    this.heldCount = 0;
  }

  need(count) {
    while (this.heldCount < count) {
      this.held |= (this.at < this.bytes.length ? this.bytes[this.at] : 0) << this.heldCount;
      ++this.at;
      this.heldCount += 8;
    }
  }

  take(count) {
    if (count === 0) return 0;
    this.need(count);
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldCount -= count;
    return value;
  }

  symbol({ table, mask }) {
    this.need(15);
    const entry = table[this.held & mask];
    if (entry === 0) throw new MalformedError('deflate: a code that was not announced');
    this.held >>>= entry & 15;
    this.heldCount -= entry & 15;
    return entry >> 4;
  }

  /** Throws where more was read than there is. */
  checkEnd() {
    if (this.at - (this.heldCount >> 3) > this.bytes.length) throw new MalformedError('deflate: the data is cut short');
  }

  toByteBoundary() {
    this.at -= this.heldCount >> 3;
    this.held = 0;
    this.heldCount = 0;
    if (this.at > this.bytes.length) throw new MalformedError('deflate: the data is cut short');
  }
}

function readTables(input) {
  const literalCount = input.take(5) + 257;
  const distanceCount = input.take(5) + 1;
  const codeLengthCount = input.take(4) + 4;
  if (literalCount > 286) throw new MalformedError(`deflate: ${literalCount} literal codes, at most 286 are allowed`);
  const codeLengths = new Uint8Array(19);
  for (let i = 0; i < codeLengthCount; ++i) codeLengths[codeLengthOrder[i]] = input.take(3);
  const codes = buildTable(codeLengths);
  const lengths = new Uint8Array(literalCount + distanceCount);
  for (let i = 0; i < lengths.length;) {
    const symbol = input.symbol(codes);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    if (symbol === 16 && i === 0) throw new MalformedError('deflate: a repeat with nothing before it');
    const value = symbol === 16 ? lengths[i - 1] : 0;
    const repeat = symbol === 16 ? 3 + input.take(2) : symbol === 17 ? 3 + input.take(3) : 11 + input.take(7);
    if (i + repeat > lengths.length) throw new MalformedError('deflate: a repeat goes past the last code');
    lengths.fill(value, i, i + repeat);
    i += repeat;
  }
  input.checkEnd();
  return {
    literals: buildTable(lengths.subarray(0, literalCount)),
    distances: buildTable(lengths.subarray(literalCount)),
  };
}

function copyStored(input, out, at) {
  input.toByteBoundary();
  const { bytes } = input;
  if (input.at + 4 > bytes.length) throw new MalformedError('deflate: the data is cut short');
  const length = bytes[input.at] | (bytes[input.at + 1] << 8);
  const check = bytes[input.at + 2] | (bytes[input.at + 3] << 8);
  if ((length ^ check) !== 0xffff) throw new MalformedError('deflate: a stored block does not match its check');
  input.at += 4;
  if (input.at + length > bytes.length) throw new MalformedError('deflate: the data is cut short');
  if (at + length > out.length) throw tooLong(out);
  out.set(bytes.subarray(input.at, input.at + length), at);
  input.at += length;
  return at + length;
}

function tooLong(out) {
  return new MalformedError(`deflate: more than the expected ${out.length} bytes`);
}

function copyCompressed(input, out, at, { literals, distances }) {
  for (;;) {
    const symbol = input.symbol(literals);
    if (symbol < 256) {
      if (at === out.length) throw tooLong(out);
      out[at++] = symbol;
      continue;
    }
    // Zeros past the end of the input could go on for ever, but every turn fills some of the output.
    if (symbol === 256) return at;
    if (symbol > 285) throw new MalformedError(`deflate: ${symbol} is no length code`);
    const length = lengthBase[symbol - 257] + input.take(lengthBits[symbol - 257]);
    const distanceSymbol = input.symbol(distances);
    if (distanceSymbol > 29) throw new MalformedError(`deflate: ${distanceSymbol} is no distance code`);
    const distance = distanceBase[distanceSymbol] + input.take(distanceBits[distanceSymbol]);
    if (distance > at) throw new MalformedError(`deflate: a copy from ${distance - at} bytes before the beginning`);
    if (at + length > out.length) throw tooLong(out);
    if (distance >= length && length > 16) {
      out.copyWithin(at, at - distance, at - distance + length);
      at += length;
    } else {
      for (const end = at + length; at < end; ++at) out[at] = out[at - distance];
    }
  }
}

function adler32(bytes) {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length;) {
    // So many sums stay below 2^32.
    const end = Math.min(bytes.length, at + 3800);
    for (; at < end; ++at) {
      low += bytes[at];
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return high * 65536 + low;
}

/**
 * Inflates `input`, which must hold exactly `size` bytes; throws MalformedError otherwise.
 * @param {Uint8Array} input
 * @returns {Uint8Array}
 */
export function inflate(input, size) {
  if (input.length < 6) throw new MalformedError(`zlib: ${input.length} bytes are too few`);
  const header = input[0] * 256 + input[1];
  if ((input[0] & 15) !== 8 || header % 31 !== 0 || input[1] & 32) {
    throw new MalformedError(`zlib: the header ${header.toString(16)} is not one of deflate without a dictionary`);
  }
  const bits = new BitReader(input, 2);
  const out = new Uint8Array(size);
  let at = 0;
  for (let last = 0; !last;) {
    last = bits.take(1);
    const type = bits.take(2);
    if (type === 0) at = copyStored(bits, out, at);
    else if (type === 1) at = copyCompressed(bits, out, at, fixed());
    else if (type === 2) at = copyCompressed(bits, out, at, readTables(bits));
    else throw new MalformedError('deflate: block type 3 is reserved');
    bits.checkEnd();
  }
  if (at !== size) throw new MalformedError(`deflate: ${at} bytes came out, ${size} were expected`);
  bits.toByteBoundary();
  if (bits.at + 4 > input.length) throw new MalformedError('zlib: the checksum is missing');
  const expected = new DataView(input.buffer, input.byteOffset + bits.at).getUint32(0);
  if (adler32(out) !== expected) throw new MalformedError('zlib: the checksum is wrong');
  return out;
}
