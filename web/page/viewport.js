/** The scales that zooming stops at. */
const scaleMin = 1 / 32;
const scaleMax = 64;
/** So much of the picture, in screen pixels, always stays in sight. */
const inSightMin = 48;
/** How much of the room a fitted picture takes. */
const fittedShare = 0.94;

/** Where the picture lies on the screen: its pixel (0, 0) at (x, y), each pixel `scale` wide. */
export class Viewport {
  scale = 1;
  x = 0;
  y = 0;
  #area = { width: 1, height: 1 };
  #covered = { left: 0, bottom: 0 };
  #picture = { width: 1, height: 1 };
  #fitted = true;

  /**
   * The size of the area on the screen, and how much of it lies under tools, where a picture is not fitted into. A
   * fitted picture stays fitted.
   */
  resize(width, height, covered = { left: 0, bottom: 0 }) {
    this.#area = { width, height };
    this.#covered = covered;
    if (this.#fitted) this.fit();
    else this.#keepInSight();
  }

  /** The size of the picture; a new size is fitted in. */
  show(width, height) {
    if (this.#picture.width === width && this.#picture.height === height) return;
    this.#picture = { width, height };
    this.fit();
  }

  /** Shows all of the picture, as large as goes, whole pixels where they are larger than the screen's. */
  fit() {
    const { left, bottom } = this.#covered;
    const width = this.#area.width - left;
    const height = this.#area.height - bottom;
    const room = Math.min(width / this.#picture.width, height / this.#picture.height) * fittedShare;
    const whole = room >= 2 ? Math.floor(room) : room;
    this.scale = Math.min(Math.max(whole, scaleMin), scaleMax);
    this.x = left + Math.round((width - this.#picture.width * this.scale) / 2);
    this.y = Math.round((height - this.#picture.height * this.scale) / 2);
    this.#fitted = true;
  }

  /** Zooms so that what lies under the screen's (sx, sy) stays there. */
  zoomAt(sx, sy, factor) {
    const scale = Math.min(Math.max(this.scale * factor, scaleMin), scaleMax);
    this.x = sx - ((sx - this.x) * scale) / this.scale;
    this.y = sy - ((sy - this.y) * scale) / this.scale;
    this.scale = scale;
    this.#fitted = false;
    this.#keepInSight();
  }

  zoomAtCentre(factor) {
    this.zoomAt(this.#area.width / 2, this.#area.height / 2, factor);
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.#fitted = false;
    this.#keepInSight();
  }

  /** The picture's point under the screen's (sx, sy); its pixel is the floor of it. */
  toPicture(sx, sy) {
    return { x: (sx - this.x) / this.scale, y: (sy - this.y) / this.scale };
  }

  /** The screen's point of a picture's point. */
  toScreen(x, y) {
    return { x: this.x + x * this.scale, y: this.y + y * this.scale };
  }

  #keepInSight() {
    const width = this.#picture.width * this.scale;
    const height = this.#picture.height * this.scale;
    this.x = Math.min(Math.max(this.x, inSightMin - width), this.#area.width - inSightMin);
    this.y = Math.min(Math.max(this.y, inSightMin - height), this.#area.height - inSightMin);
  }
}
