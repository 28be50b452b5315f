/** The first finger draws only after so many milliseconds: a second one may still make it a pinch. */
const touchHold = 90;
const wheelStep = 0.0018;
const pinchStep = 0.012;

/**
 * Turns mouse, pen and fingers on the stage into drawing, panning and zooming.
 *
 *     one finger, pen, left button   draws
 *     middle button, or with Space   pans
 *     two fingers                    pan and zoom
 *     wheel                          zooms, with Shift pans
 */
export class Pointers {
  #stage;
  #viewport;
  #on;
  #down = new Map();
  #mode = null;
  #space = false;

  /**
   * @param {object} on
   * @param {() => boolean} on.pans whether the chosen tool moves the view
   * @param {(at: {x, y}, hold: number) => void} on.begin a gesture begins, at a point of the picture; nothing of it
   *     may be sent for `hold` milliseconds
   * @param {(at: {x, y, even}) => void} on.move
   * @param {() => void} on.end
   * @param {() => void} on.cancel the gesture turned into a pinch; what is not sent is dropped
   * @param {(at: {x, y}) => void} on.hover
   * @param {() => void} on.moved the viewport moved
   */
  constructor(stage, viewport, on) {
    this.#stage = stage;
    this.#viewport = viewport;
    this.#on = on;
    stage.addEventListener('pointerdown', (event) => this.#press(event));
    stage.addEventListener('pointermove', (event) => this.#move(event));
    for (const type of ['pointerup', 'pointercancel']) stage.addEventListener(type, (event) => this.#release(event));
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    stage.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /** Space is held or let go: it turns the left button into the hand. */
  hold(space) {
    this.#space = space;
    this.#stage.classList.toggle('grab', space);
  }

  #local({ clientX, clientY }) {
    const box = this.#stage.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  }

  #inPicture(event) {
    const { x, y } = this.#local(event);
    return { ...this.#viewport.toPicture(x, y), even: event.shiftKey };
  }

  #press(event) {
    if (event.pointerType === 'mouse' && event.button > 1) return;
    this.#stage.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, this.#local(event));
    if (this.#down.size === 1) {
      const pans = event.button === 1 || this.#space || this.#on.pans();
      this.#mode = pans ? 'pan' : 'draw';
      this.#stage.classList.toggle('grabbing', pans);
      if (pans) event.preventDefault();
      else this.#on.begin(this.#inPicture(event), event.pointerType === 'touch' ? touchHold : 0);
    } else if (this.#down.size === 2) {
      if (this.#mode === 'draw') this.#on.cancel();
      this.#mode = 'pinch';
    }
  }

  #move(event) {
    const before = this.#down.get(event.pointerId);
    this.#on.hover(this.#inPicture(event));
    if (!before) return;
    const now = this.#local(event);
    if (this.#mode === 'draw') {
      const events = event.getCoalescedEvents?.() ?? [];
      for (const each of events.length > 0 ? events : [event]) this.#on.move(this.#inPicture(each));
    } else if (this.#mode === 'pan') {
      this.#viewport.pan(now.x - before.x, now.y - before.y);
      this.#on.moved();
    } else if (this.#mode === 'pinch') {
      this.#pinch(event.pointerId, before, now);
    }
    this.#down.set(event.pointerId, now);
  }

  /** One of two fingers moved: their distance zooms, their middle pans. */
  #pinch(id, before, now) {
    const other = [...this.#down].find(([each]) => each !== id)?.[1];
    if (!other) return;
    const distance = (point) => Math.max(Math.hypot(point.x - other.x, point.y - other.y), 1);
    this.#viewport.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    this.#viewport.zoomAt(middle.x, middle.y, distance(now) / distance(before));
    this.#on.moved();
  }

  #release(event) {
    if (!this.#down.delete(event.pointerId)) return;
    if (this.#mode === 'draw') this.#on.end();
    // A finger that stays after a pinch must not draw.
    this.#mode = this.#down.size > 0 ? 'pinch' : null;
    this.#stage.classList.remove('grabbing');
  }

  #wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 400 : 1;
    if (event.shiftKey) {
      this.#viewport.pan(-(event.deltaX || event.deltaY) * unit, event.deltaX ? -event.deltaY * unit : 0);
    } else {
      const { x, y } = this.#local(event);
      this.#viewport.zoomAt(x, y, Math.exp(-event.deltaY * unit * (event.ctrlKey ? pinchStep : wheelStep)));
    }
    this.#on.moved();
  }
}
