/**
 * A second rasterizer, written from the protocol's definitions alone: asks of every pixel of the picture whether the
 * op covers it. Slow, and with no code in common with web/client.
 */
export class ReferenceRaster {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.pixels = new Array(width * height).fill([255, 255, 255]);
  }

  /** Returns how many pixels the op covers. */
  draw(op) {
    if (op.kind === 'fill') return this.#fill(op);
    if (op.kind === 'patch')
      return this.#each(
        (x, y) => inside(op, x, y),
        (x, y) => op.image[(y - op.y) * op.w + x - op.x],
      );
    return this.#each(
      (x, y) => covers(op, x, y),
      () => Object.values(op.colour),
    );
  }

  #each(covered, colourAt) {
    let count = 0;
    for (let y = 0; y < this.height; ++y) {
      for (let x = 0; x < this.width; ++x) {
        if (!covered(x, y)) continue;
        this.#lay(y * this.width + x, colourAt(x, y));
        ++count;
      }
    }
    return count;
  }

  #lay(at, [r, g, b, a]) {
    this.pixels[at] = [r, g, b].map((value, i) => Math.floor((value * a + this.pixels[at][i] * (255 - a) + 127) / 255));
  }

  #fill({ x, y, colour }) {
    if (x >= this.width || y >= this.height) return 0;
    const same = String(this.pixels[y * this.width + x]);
    const seen = new Set([y * this.width + x]);
    for (const at of seen) {
      const column = at % this.width;
      const near = [at - this.width, at + this.width];
      if (column > 0) near.push(at - 1);
      if (column < this.width - 1) near.push(at + 1);
      for (const next of near) {
        if (next >= 0 && next < this.pixels.length && String(this.pixels[next]) === same) seen.add(next);
      }
    }
    for (const at of seen) this.#lay(at, Object.values(colour));
    return seen.size;
  }
}

function inside({ x: left, y: top, w, h }, x, y) {
  return left <= x && x < left + w && top <= y && y < top + h;
}

function covers(op, x, y) {
  switch (op.kind) {
    case 'pixel':
      return x === op.x && y === op.y;
    case 'rect':
      return inside(op, x, y);
    case 'ellipse':
      return coversEllipse(op, BigInt(x - op.cx), BigInt(y - op.cy));
    case 'line':
      return coversLine([op.x0, op.y0], [op.x1, op.y1], op.width, x, y);
    case 'stroke':
      return coversStroke(op, x, y);
  }
}

function coversEllipse(op, dx, dy) {
  const rx = BigInt(op.rx);
  const ry = BigInt(op.ry);
  if (dx > rx || dx < -rx || dy > ry || dy < -ry) return false;
  return dx * dx * ry * ry + dy * dy * rx * rx <= rx * rx * ry * ry;
}

function coversStroke({ points, width }, x, y) {
  if (points.length === 2) return coversLine(points, points, width, x, y);
  for (let i = 0; i + 2 < points.length; i += 2) {
    if (coversLine(points.subarray(i, i + 2), points.subarray(i + 2, i + 4), width, x, y)) return true;
  }
  return false;
}

function coversLine([ax, ay], [bx, by], w, x, y) {
  const [dx, dy, vx, vy] = [bx - ax, by - ay, x - ax, y - ay];
  const length = dx * dx + dy * dy;
  const along = vx * dx + vy * dy;
  if (along <= 0) return 4 * (vx * vx + vy * vy) <= w * w;
  if (along >= length) return 4 * ((x - bx) ** 2 + (y - by) ** 2) <= w * w;
  // |2c| ≤ ⌊√n⌋ says the same as (2c)² ≤ n, since 2c is an integer.
  const cross = BigInt(2 * (vx * dy - vy * dx));
  return cross * cross <= BigInt(w * w) * BigInt(length);
}
