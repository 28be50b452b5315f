/**
 * Which pixels an op covers, as spans of rows. Every decision is made in integers below 2^53, exactly as the protocol
 * defines it; floating point only says where to begin to look.
 */

/**
 * Calls `emit(y, x0, x1)` for spans (x0 ≤ x < x1) of a pixel, rect, line, ellipse or stroke, clipped to the picture.
 * @param {{overlaps?: boolean}} options with `overlaps`, a stroke may emit a pixel more than once, which is quicker
 *     and draws the same where the colour is opaque
 */
export function cover(op, width, height, emit, { overlaps = false } = {}) {
  switch (op.kind) {
    case 'pixel':
      return coverRect(op.x, op.y, 1, 1, width, height, emit);
    case 'rect':
      return coverRect(op.x, op.y, op.w, op.h, width, height, emit);
    case 'line':
      return coverLine(op.x0, op.y0, op.x1, op.y1, op.width, width, height, emit);
    case 'ellipse':
      return coverEllipse(op, width, height, emit);
    case 'stroke':
      if (overlaps || op.points.length <= 4) return eachSegment(op, width, height, emit);
      return coverStroke(op, width, height, emit);
    default:
      throw new TypeError(`an op of kind ${op.kind} has no spans`);
  }
}

function coverRect(x, y, w, h, width, height, emit) {
  const right = Math.min(x + w, width);
  const bottom = Math.min(y + h, height);
  if (x >= right) return;
  for (; y < bottom; ++y) emit(y, x, right);
}

function coverEllipse({ cx, cy, rx, ry }, width, height, emit) {
  const bottom = Math.min(cy + ry, height - 1);
  for (let y = Math.max(cy - ry, 0); y <= bottom; ++y) {
    const dy = y - cy;
    const room = rx * rx * (ry * ry - dy * dy);
    let reach = Math.min(Math.floor(Math.sqrt(room) / ry), rx);
    while (reach < rx && (reach + 1) * (reach + 1) * ry * ry <= room) ++reach;
    while (reach * reach * ry * ry > room) --reach;
    const left = Math.max(cx - reach, 0);
    const right = Math.min(cx + reach + 1, width);
    if (left < right) emit(y, left, right);
  }
}

/** ⌊√n⌋ for integers below 2^53. */
export function floorSqrt(n) {
  let root = Math.floor(Math.sqrt(n));
  while (root * root > n) --root;
  while ((root + 1) * (root + 1) <= n) ++root;
  return root;
}

/**
 * The pixels within w/2 of the segment from A to B: a convex shape, so each row of it is one interval. Its ends are
 * estimated from the two discs and the two long edges, and then moved to where the exact definition has them.
 */
function coverLine(ax, ay, bx, by, w, width, height, emit) {
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  const crossMax = floorSqrt(w * w * lengthSquared);
  const covers = (x, y) => {
    const vx = x - ax;
    const vy = y - ay;
    const along = vx * dx + vy * dy;
    if (along <= 0) return 4 * (vx * vx + vy * vy) <= w * w;
    if (along >= lengthSquared) return 4 * ((x - bx) * (x - bx) + (y - by) * (y - by)) <= w * w;
    return Math.abs(2 * (vx * dy - vy * dx)) <= crossMax;
  };

  const radius = w / 2;
  const length = Math.sqrt(lengthSquared);
  const offsetX = length > 0 ? (dy / length) * radius : 0;
  const offsetY = length > 0 ? (-dx / length) * radius : 0;
  const top = Math.max(Math.ceil(Math.min(ay, by) - radius), 0);
  const bottom = Math.min(Math.floor(Math.max(ay, by) + radius), height - 1);
  for (let y = top; y <= bottom; ++y) {
    let low = Infinity;
    let high = -Infinity;
    const widen = (x) => {
      if (x < low) low = x;
      if (x > high) high = x;
    };
    const disc = (x, rise) => {
      if (Math.abs(rise) > radius) return;
      const half = Math.sqrt(radius * radius - rise * rise);
      widen(x - half);
      widen(x + half);
    };
    disc(ax, y - ay);
    disc(bx, y - by);
    if (dy !== 0) {
      const first = (y - ay - offsetY) / dy;
      const second = (y - ay + offsetY) / dy;
      if (first >= 0 && first <= 1) widen(ax + offsetX + first * dx);
      if (second >= 0 && second <= 1) widen(ax - offsetX + second * dx);
    }
    if (low > high) continue;
    // The estimates are off by far less than a pixel.
    let left = Math.max(Math.ceil(low) - 1, 0);
    let right = Math.min(Math.floor(high) + 1, width - 1);
    while (left <= right && !covers(left, y)) ++left;
    while (left < right && !covers(right, y)) --right;
    if (left <= right) emit(y, left, right + 1);
  }
}

/** The lines between a stroke's points, one after another; one point is a line of no length. */
function eachSegment({ points, width: w }, width, height, emit) {
  const last = points.length - 2;
  for (let i = 0; i === 0 || i < last; i += 2) {
    const to = Math.min(i + 2, last);
    coverLine(points[i], points[i + 1], points[to], points[to + 1], w, width, height, emit);
  }
}

/** The union of a stroke's lines, collected in a mask over its bounding box. */
function coverStroke(op, width, height, emit) {
  const box = boundsOf(op, width, height);
  if (!box) return;
  const mask = new Uint8Array(box.w * box.h);
  const lefts = new Int32Array(box.h).fill(box.w);
  const rights = new Int32Array(box.h);
  eachSegment(op, width, height, (y, x0, x1) => {
    const row = y - box.y;
    const left = x0 - box.x;
    const right = x1 - box.x;
    mask.fill(1, row * box.w + left, row * box.w + right);
    if (left < lefts[row]) lefts[row] = left;
    if (right > rights[row]) rights[row] = right;
  });
  for (let row = 0; row < box.h; ++row) {
    const start = row * box.w;
    for (let x = lefts[row]; x < rights[row];) {
      let end = x;
      while (end < rights[row] && mask[start + end]) ++end;
      if (end > x) emit(row + box.y, x + box.x, end + box.x);
      for (x = end; x < rights[row] && !mask[start + x];) ++x;
    }
  }
}

/** A rectangle around all that a stroke can cover inside the picture, or null. */
function boundsOf({ points, width: w }, width, height) {
  const reach = Math.ceil(w / 2);
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]);
    right = Math.max(right, points[i]);
    top = Math.min(top, points[i + 1]);
    bottom = Math.max(bottom, points[i + 1]);
  }
  const x = Math.max(left - reach, 0);
  const y = Math.max(top - reach, 0);
  const w0 = Math.min(right + reach + 1, width) - x;
  const h0 = Math.min(bottom + reach + 1, height) - y;
  return w0 > 0 && h0 > 0 ? { x, y, w: w0, h: h0 } : null;
}
