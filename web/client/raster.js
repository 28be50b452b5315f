import { cover } from './coverage.js';
import { fillArea } from './fill.js';
import { patchSideMax } from './ops.js';
import { decodePng } from './png.js';

/** ⌊n / 255⌋ for 0 ≤ n < 65535. */
export function div255(n) {
  return (n + 1 + (n >> 8)) >> 8;
}

/** A pixel's four bytes as they lie in memory, whichever end comes first. */
function wordOf(r, g, b) {
  return new Uint32Array(new Uint8Array([r, g, b, 255]).buffer)[0];
}

/** A rectangle that grows to hold spans. */
class Extent {
  constructor() {
    this.left = Infinity;
    this.top = Infinity;
    this.right = -Infinity;
    this.bottom = -Infinity;
  }

  add(y, x0, x1) {
    if (x0 < this.left) this.left = x0;
    if (x1 > this.right) this.right = x1;
    if (y < this.top) this.top = y;
    if (y >= this.bottom) this.bottom = y + 1;
  }

  rect() {
    if (this.left >= this.right) return null;
    return { x: this.left, y: this.top, w: this.right - this.left, h: this.bottom - this.top };
  }
}

/** An opaque RGBA picture on which ops are drawn exactly as the protocol defines it. */
export class Raster {
  /** @param {Uint8ClampedArray} [pixels] RGBA rows, top to bottom, taken over; white where absent */
  constructor(width, height, pixels = new Uint8ClampedArray(4 * width * height).fill(255)) {
    if (pixels.length !== 4 * width * height) {
      throw new RangeError(`${pixels.length} bytes for ${width} × ${height} pixels, ${4 * width * height} are needed`);
    }
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.words = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  }

  /**
   * Draws one op that `problemOf` finds nothing wrong with.
   * @returns {{x, y, w, h}|null} a rectangle around what it covers; null where it covers nothing (`out_of_bounds`)
   */
  draw(op) {
    if (op.kind === 'fill') return this.#fill(op);
    if (op.kind === 'patch') return this.#patch(op);
    const extent = new Extent();
    const paint = this.painter(op.colour);
    const emit = (y, x0, x1) => {
      extent.add(y, x0, x1);
      paint(y, x0, x1);
    };
    cover(op, this.width, this.height, emit, { overlaps: op.colour.a === 255 });
    return extent.rect();
  }

  /** A function (y, x0, x1) that lays a colour over a span inside the picture. */
  painter({ r, g, b, a }) {
    const { words, pixels, width } = this;
    if (a === 255) {
      const word = wordOf(r, g, b);
      return (y, x0, x1) => words.fill(word, y * width + x0, y * width + x1);
    }
    if (a === 0) return () => {};
    const red = r * a + 127;
    const green = g * a + 127;
    const blue = b * a + 127;
    const rest = 255 - a;
    return (y, x0, x1) => {
      for (let at = 4 * (y * width + x0), end = 4 * (y * width + x1); at < end; at += 4) {
        pixels[at] = div255(red + pixels[at] * rest);
        pixels[at + 1] = div255(green + pixels[at + 1] * rest);
        pixels[at + 2] = div255(blue + pixels[at + 2] * rest);
      }
    };
  }

  #fill({ x, y, colour }) {
    if (x >= this.width || y >= this.height) return null;
    const at = y * this.width + x;
    const before = this.words[at];
    this.painter(colour)(y, x, x + 1);
    const after = this.words[at];
    if (before === after) return { x, y, w: 1, h: 1 };
    this.words[at] = before;
    const extent = new Extent();
    fillArea(this.words, this.width, x, y, after, (row, x0, x1) => extent.add(row, x0, x1));
    return extent.rect();
  }

  #patch({ x, y, w, h, png }) {
    const { width, height, pixels: from } = decodePng(png, patchSideMax);
    if (width !== w || height !== h) {
      throw new RangeError(`a patch of ${w} × ${h} holds a PNG of ${width} × ${height}`);
    }
    const right = Math.min(x + w, this.width);
    const bottom = Math.min(y + h, this.height);
    if (x >= right || y >= bottom) return null;
    const to = this.pixels;
    for (let row = y; row < bottom; ++row) {
      let source = 4 * (row - y) * w;
      for (let at = 4 * (row * this.width + x), end = at + 4 * (right - x); at < end; at += 4, source += 4) {
        const a = from[source + 3];
        const rest = 255 - a;
        to[at] = div255(from[source] * a + to[at] * rest + 127);
        to[at + 1] = div255(from[source + 1] * a + to[at + 1] * rest + 127);
        to[at + 2] = div255(from[source + 2] * a + to[at + 2] * rest + 127);
      }
    }
    return { x, y, w: right - x, h: bottom - y };
  }

  /** FNV-1a (32 bits) over the pixels' bytes, to compare two rasters. */
  hash() {
    let value = 0x811c9dc5;
    for (let i = 0; i < this.pixels.length; ++i) value = Math.imul(value ^ this.pixels[i], 0x01000193);
    return value >>> 0;
  }
}
