/**
 * From a pointer put down to its lifting: what a tool makes of the points between. A gesture is fed pixels of the
 * picture and gives ops; `take` what can be sent already, `end` the rest, `preview` what is not sent yet.
 */

/** A stroke of so many points is sent as it is, and continued by another. */
const pointsMax = 60_000;
const white = { r: 255, g: 255, b: 255, a: 255 };

/**
 * Begins a gesture.
 * @param {string} tool pen, eraser, line, rect, ellipse or fill
 * @param {{colour: {r, g, b, a}, width: number}} settings
 * @param {{x: number, y: number}} at a pixel, which may lie outside of the picture
 */
export function beginGesture(tool, settings, at) {
  if (tool === 'pen') return new Freehand(settings.colour, settings.width, at);
  if (tool === 'eraser') return new Freehand(white, settings.width, at);
  if (tool === 'fill') return new Tap(settings.colour, at);
  return new Shape(tool, settings, at);
}

const short = (value) => Math.min(Math.max(Math.floor(value), -32768), 32767);

/** A stroke in parts that follow each other; each begins where the one before ended. */
class Freehand {
  #points = [];
  #sent = false;

  constructor(colour, width, at) {
    this.colour = colour;
    this.width = width;
    this.move(at);
  }

  move({ x, y }) {
    const [px, py] = [short(x), short(y)];
    if (this.#points.at(-2) === px && this.#points.at(-1) === py) return;
    this.#points.push(px, py);
  }

  /** A translucent stroke goes as one op, since its parts would be laid over each other where they meet. */
  take() {
    if (this.#points.length < 2 * pointsMax && (this.colour.a !== 255 || this.#points.length < 4)) return [];
    const op = this.#op();
    this.#points = this.#points.slice(-2);
    this.#sent = true;
    return [op];
  }

  end() {
    return this.#sent && this.#points.length < 4 ? [] : [this.#op()];
  }

  get preview() {
    return this.#op();
  }

  #op() {
    return { kind: 'stroke', width: this.width, colour: this.colour, points: Int16Array.from(this.#points) };
  }
}

/** Line, rectangle or ellipse between two pixels. */
class Shape {
  #from;
  #to;

  constructor(kind, { colour, width }, at) {
    Object.assign(this, { kind, colour, width });
    this.#from = { x: short(at.x), y: short(at.y) };
    this.#to = this.#from;
  }

  /** With `even`, the shape is as high as it is wide, and a line goes straight or diagonally. */
  move({ x, y, even = false }) {
    const to = { x: short(x), y: short(y) };
    this.#to = even ? this.#evened(to) : to;
  }

  #evened({ x, y }) {
    const [dx, dy] = [x - this.#from.x, y - this.#from.y];
    if (this.kind === 'line' && Math.abs(dx) > 2 * Math.abs(dy)) return { x, y: this.#from.y };
    if (this.kind === 'line' && Math.abs(dy) > 2 * Math.abs(dx)) return { x: this.#from.x, y };
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    return { x: short(this.#from.x + Math.sign(dx) * side), y: short(this.#from.y + Math.sign(dy) * side) };
  }

  take() {
    return [];
  }

  end() {
    return this.preview ? [this.preview] : [];
  }

  get preview() {
    const [a, b] = [this.#from, this.#to];
    const { colour } = this;
    if (this.kind === 'line') {
      return { kind: 'line', x0: a.x, y0: a.y, x1: b.x, y1: b.y, width: this.width, colour };
    }
    const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
    if (this.kind === 'rect') {
      if (right < 0 || bottom < 0) return null;
      const [x, y] = [Math.max(left, 0), Math.max(top, 0)];
      return { kind: 'rect', x, y, w: right - x + 1, h: bottom - y + 1, colour };
    }
    const radius = (from, to) => Math.min(Math.max(Math.round((to - from) / 2), 1), 8191);
    const [cx, cy] = [Math.floor((left + right) / 2), Math.floor((top + bottom) / 2)];
    return { kind: 'ellipse', cx, cy, rx: radius(left, right), ry: radius(top, bottom), colour };
  }
}

/** A flood fill where the pointer was put down; nobody can say beforehand what it covers, so it has no preview. */
class Tap {
  preview = null;

  constructor(colour, at) {
    this.colour = colour;
    this.at = { x: Math.floor(at.x), y: Math.floor(at.y) };
  }

  move() {}

  take() {
    return [];
  }

  end() {
    const { x, y } = this.at;
    return x < 0 || y < 0 || x > 65535 || y > 65535 ? [] : [{ kind: 'fill', x, y, colour: this.colour }];
  }
}
