/** A cursor that has not moved for so long is hidden. */
const cursorShownFor = 8_000;
const facesMax = 6;

/** A colour for an author, the same everywhere: neighbours get hues far apart. */
export function hueOf(author) {
  return Math.round((author * 137.508) % 360);
}

/** What an author is called: the player's handle, or a guest with a number. */
export function nameOf(viewer) {
  return viewer.handle ?? `guest ${viewer.author}`;
}

/** Who is here, and where they point. */
export class People {
  #list;
  #layer;
  #viewport;
  #viewers = new Map();
  #cursors = new Map();
  #own = null;

  constructor({ list, layer, viewport }) {
    this.#list = list;
    this.#layer = layer;
    this.#viewport = viewport;
  }

  get viewers() {
    return [...this.#viewers.values()];
  }

  /** Takes the stream's `presence`. */
  present(viewers, own) {
    this.#own = own;
    this.#viewers = new Map(viewers.map((viewer) => [viewer.author, viewer]));
    for (const author of this.#cursors.keys()) if (!this.#viewers.has(author)) this.#drop(author);
    const faces = viewers.slice(0, facesMax).map((viewer) => this.#face(viewer));
    if (viewers.length > facesMax) faces.push(this.#rest(viewers.slice(facesMax)));
    this.#list.replaceChildren(...faces);
  }

  /** Takes a CURSOR block's list. */
  point(cursors) {
    for (const { author, x, y } of cursors) {
      if (author === this.#own) continue;
      const cursor = this.#cursors.get(author) ?? this.#makeCursor(author);
      Object.assign(cursor, { x, y });
      cursor.element.lastChild.textContent = nameOf(this.#viewers.get(author) ?? { author });
      clearTimeout(cursor.timer);
      cursor.timer = setTimeout(() => this.#drop(author), cursorShownFor);
      this.#place(cursor);
    }
  }

  /** The viewport moved. */
  moved() {
    for (const cursor of this.#cursors.values()) this.#place(cursor);
  }

  clear() {
    for (const author of this.#cursors.keys()) this.#drop(author);
    this.#list.replaceChildren();
  }

  #face(viewer) {
    const face = document.createElement('li');
    const own = viewer.author === this.#own;
    const name = nameOf(viewer);
    face.style.setProperty('--hue', hueOf(viewer.author));
    face.title = own ? `${name} (you)` : name;
    face.classList.toggle('own', own);
    const letter = viewer.handle ? [...viewer.handle][0].toUpperCase() : String(viewer.author % 100);
    face.append(Object.assign(document.createElement('span'), { textContent: letter, ariaHidden: 'true' }));
    face.append(Object.assign(document.createElement('span'), { textContent: face.title, className: 'unseen' }));
    return face;
  }

  #rest(viewers) {
    const names = viewers.map(nameOf).join(', ');
    const face = Object.assign(document.createElement('li'), { title: names, className: 'rest' });
    face.textContent = `+${viewers.length}`;
    return face;
  }

  #makeCursor(author) {
    const element = Object.assign(document.createElement('div'), { className: 'cursor' });
    element.style.setProperty('--hue', hueOf(author));
    element.append(document.createElement('i'), document.createElement('span'));
    this.#layer.append(element);
    const cursor = { element, timer: 0, x: 0, y: 0 };
    this.#cursors.set(author, cursor);
    return cursor;
  }

  #place({ element, x, y }) {
    const at = this.#viewport.toScreen(x + 0.5, y + 0.5);
    element.style.transform = `translate(${at.x}px, ${at.y}px)`;
  }

  #drop(author) {
    const cursor = this.#cursors.get(author);
    clearTimeout(cursor.timer);
    cursor.element.remove();
    this.#cursors.delete(author);
  }
}
