import { cover } from '../client/coverage.js';

/**
 * Shows a raster on a canvas, the ops that have not come back on a second, and the gesture under the pointer on a third.
 * The first has the picture's own pixels and is scaled by the browser; the others have the screen's.
 */
export class Surface {
  #canvas;
  #context;
  #pending;
  #gesture;
  #viewport;
  #image = null;
  #raster = null;
  #dirty = null;
  #paths = new WeakMap();
  #pendingOps = [];
  #drawnPending = 0;
  #gestureOp = null;
  #crosshair = null;
  #frame = 0;
  #stale = { view: true, pending: true, gesture: true };

  constructor({ canvas, pending, gesture, viewport }) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
    this.#pending = pending.getContext('2d');
    this.#gesture = gesture.getContext('2d');
    this.#viewport = viewport;
  }

  /** Shows another raster. */
  show(raster) {
    this.#raster = raster;
    this.#image = new ImageData(raster.pixels, raster.width, raster.height);
    if (this.#canvas.width !== raster.width || this.#canvas.height !== raster.height) {
      this.#canvas.width = raster.width;
      this.#canvas.height = raster.height;
    }
    this.#viewport.show(raster.width, raster.height);
    this.changed({ x: 0, y: 0, w: raster.width, h: raster.height });
    this.moved();
  }

  /** A part of the raster changed. */
  changed({ x, y, w, h }) {
    const dirty = this.#dirty ?? { left: x, top: y, right: x + w, bottom: y + h };
    dirty.left = Math.min(dirty.left, x);
    dirty.top = Math.min(dirty.top, y);
    dirty.right = Math.max(dirty.right, x + w);
    dirty.bottom = Math.max(dirty.bottom, y + h);
    this.#dirty = dirty;
    this.#ask();
  }

  /** The viewport moved, or the size of the area changed. */
  moved() {
    this.#stale = { view: true, pending: true, gesture: true };
    this.#ask();
  }

  /** The ops that have not come back. */
  setPending(ops) {
    const before = this.#pendingOps;
    const grown = before.every((op, i) => op === ops[i]);
    this.#pendingOps = ops;
    if (!grown) this.#stale.pending = true;
    this.#ask();
  }

  /** What the pointer is about to draw, or null. */
  setGesture(op) {
    this.#gestureOp = op;
    this.#stale.gesture = true;
    this.#ask();
  }

  /** A pixel to mark for those who draw with the keyboard, or null. */
  setCrosshair(at) {
    this.#crosshair = at;
    this.#stale.gesture = true;
    this.#ask();
  }

  #ask() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    if (!this.#raster) return;
    if (this.#dirty) {
      const { left, top, right, bottom } = this.#dirty;
      this.#context.putImageData(this.#image, 0, 0, left, top, right - left, bottom - top);
      this.#dirty = null;
    }
    if (this.#stale.view) this.#place();
    if (this.#stale.pending) {
      this.#clear(this.#pending);
      this.#drawnPending = 0;
    }
    for (const op of this.#pendingOps.slice(this.#drawnPending)) this.#fill(this.#pending, op);
    this.#drawnPending = this.#pendingOps.length;
    if (this.#stale.gesture) {
      this.#clear(this.#gesture);
      if (this.#gestureOp) this.#fill(this.#gesture, this.#gestureOp);
      if (this.#crosshair) this.#mark(this.#crosshair);
    }
    this.#stale = { view: false, pending: false, gesture: false };
  }

  #place() {
    const { x, y, scale } = this.#viewport;
    this.#canvas.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.#canvas.classList.toggle('crisp', scale >= 1);
    for (const { canvas } of [this.#pending, this.#gesture]) {
      const ratio = window.devicePixelRatio;
      const width = Math.round(canvas.clientWidth * ratio);
      const height = Math.round(canvas.clientHeight * ratio);
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    }
  }

  /** Empties a canvas and lets it draw in pixels of the picture, and nothing outside of it. */
  #clear(context) {
    const { x, y, scale } = this.#viewport;
    const ratio = window.devicePixelRatio;
    context.reset?.();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
  }

  #fill(context, op) {
    if (op.kind === 'fill' || op.kind === 'patch') return;
    const { r, g, b, a } = op.colour;
    context.fillStyle = `rgb(${r} ${g} ${b} / ${a / 255})`;
    context.fill(this.#pathOf(op));
  }

  /** An op's spans as one path: it is filled once, however often its parts overlap. */
  #pathOf(op) {
    let path = this.#paths.get(op);
    if (!path) {
      path = new Path2D();
      const addSpan = (y, x0, x1) => path.rect(x0, y, x1 - x0, 1);
      cover(op, this.#raster.width, this.#raster.height, addSpan, { overlaps: true });
      this.#paths.set(op, path);
    }
    return path;
  }

  #mark({ x, y }) {
    const arm = 10 / this.#viewport.scale;
    for (const [width, style] of [
      [3, '#fff'],
      [1, '#000'],
    ]) {
      this.#gesture.lineWidth = width / this.#viewport.scale;
      this.#gesture.strokeStyle = style;
      this.#gesture.strokeRect(x, y, 1, 1);
      this.#gesture.beginPath();
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ]) {
        this.#gesture.moveTo(x + 0.5 + dx * (arm / 2 + 0.5), y + 0.5 + dy * (arm / 2 + 0.5));
        this.#gesture.lineTo(x + 0.5 + dx * (arm + 0.5), y + 0.5 + dy * (arm + 0.5));
      }
      this.#gesture.stroke();
    }
  }
}
