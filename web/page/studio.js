import { Connection } from '../client/connection.js';
import { encodeClientCursor } from '../client/blocks.js';
import { Picture } from '../client/picture.js';
import { beginGesture } from './gestures.js';
import { KeyboardPen } from './keyboard_pen.js';
import { Pacer } from './pacer.js';
import { People } from './people.js';
import { Pointers } from './pointers.js';
import { statusOf } from './status.js';
import { Surface } from './surface.js';
import { Toolbox } from './toolbox.js';
import { Viewport } from './viewport.js';

/** How often what a pen has drawn is sent, and where the pointer is, in milliseconds. */
const strokeInterval = 30;
const cursorInterval = 50;

/**
 * The page of one picture at a time: joins the parts that know the protocol with those that know the screen.
 *
 *     pointers, keyboard ─► gesture ─ops─► Picture ─DRAW─► Connection ─► server
 *                              │preview      │unreturned                  │
 *                              ▼             ▼                            ▼
 *                           Surface ◄──── changed rectangles ◄──── Picture.take
 */
export class Studio {
  picture = null;
  connection = null;
  #root;
  #toasts;
  #identities;
  #viewport = new Viewport();
  #surface;
  #people;
  #toolbox;
  #pointers;
  #keyboard;
  #gesture = null;
  #sendFrom = 0;
  #cursor;
  #ended = null;

  constructor(root, { toasts, identities }) {
    this.#root = root;
    this.#toasts = toasts;
    this.#identities = identities;
    const at = (id) => root.querySelector(`#${id}`);
    const [canvas, pending, gesture] = ['canvas', 'pending', 'gesture'].map(at);
    this.#surface = new Surface({ canvas, pending, gesture, viewport: this.#viewport });
    this.#people = new People({ list: at('people'), layer: at('cursors'), viewport: this.#viewport });
    this.#toolbox = new Toolbox(root, ({ tool }) => (at('stage').dataset.tool = tool));
    this.#pointers = new Pointers(at('stage'), this.#viewport, {
      pans: () => this.#toolbox.tool === 'hand',
      begin: (point, hold) => this.#begin(point, hold),
      move: (point) => this.#moveGesture(point),
      end: () => this.#end(),
      cancel: () => this.#cancel(),
      hover: (point) => this.#cursor.push(point),
      moved: () => this.#moved(),
    });
    this.#keyboard = new KeyboardPen({
      begin: (point) => this.#begin(point, 0),
      move: (point) => this.#moveGesture(point),
      end: () => this.#end(),
      cancel: () => this.#cancel(),
      show: (point) => this.#showCrosshair(point),
    });
    this.#cursor = new Pacer(cursorInterval, (point) => this.#sendCursor(point));
    this.#listen(canvas);
    setInterval(() => this.#sendGesture(), strokeInterval);
  }

  /** Opens a picture; `known` is what the list says of it, where it is known. */
  open(id, known) {
    this.close();
    const { client, next, entries } = this.#identities.take(id);
    this.picture = new Picture(id, client, {
      reset: () => this.#showRaster(),
      changed: (rect) => this.#surface.changed(rect),
    });
    this.picture.own.restore(next, entries);
    this.#title(known?.name ?? `Picture ${id}`);
    this.#resize();
    this.#note('Opening…');
    this.#ended = null;
    const url = new URL('/ws', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    this.connection = new Connection(url.href, {
      changed: () => this.#showStatus(),
      failed: (error) => this.#toasts.show(error.message),
    });
    this.connection.subscribe({
      request: () => this.picture.request(),
      message: (message) => this.#receive(message),
      block: (block) => this.#receiveBlock(block),
      lost: () => this.picture.lost(),
    });
    this.connection.connect();
  }

  /** Leaves the picture; what is not saved waits until it is opened again. */
  close() {
    if (!this.picture) return;
    this.#end();
    this.keep();
    this.connection.close();
    this.picture = null;
    this.connection = null;
    this.#people.clear();
  }

  /** Remembers this client and its ops, for a page that comes after this one. */
  keep() {
    if (this.picture) this.#identities.leave(this.picture.id, this.picture);
  }

  /** True where something that was drawn here could be lost. */
  get unsaved() {
    return this.picture ? this.picture.own.count : 0;
  }

  get viewers() {
    return this.#people.viewers;
  }

  /** Draws an op as a tool would. */
  draw(op) {
    try {
      for (const message of this.picture.draw(op)) this.connection.send(message);
    } catch (error) {
      this.#toasts.show(error.message);
    }
    this.#showOwn();
  }

  #receiveBlock(block) {
    if (block.kind === 'cursor') {
      this.#people.point(block.cursors);
      return;
    }
    try {
      this.picture.take(block);
    } catch (error) {
      this.picture.forget();
      throw error;
    }
    this.#showOwn();
  }

  #receive(message) {
    switch (message.type) {
      case 'sync':
        for (const draw of this.picture.synced(message)) this.connection.send(draw);
        this.#note('');
        break;
      case 'presence':
        this.#people.present(message.viewers, this.picture.author);
        break;
      case 'rejected':
        if (this.picture.rejected(message) > 0) this.#toasts.show(`Not drawn: ${message.error.message}`);
        break;
      case 'error':
        this.#stop(message.error.message);
        break;
      case 'closed':
        this.#stop(message.reason === 'removed' ? 'This picture was removed.' : 'The server closed this picture.');
        break;
    }
    this.#showOwn();
  }

  /** The stream is over, and will not come back. */
  #stop(text) {
    this.#ended = text;
    this.picture.lost();
    this.#note(text);
  }

  #begin(point, hold) {
    if (!this.picture?.raster || this.#ended) return;
    this.#end();
    this.#gesture = beginGesture(this.#toolbox.tool, this.#toolbox.settings, point);
    this.#sendFrom = performance.now() + hold;
    this.#surface.setGesture(this.#gesture.preview);
  }

  #moveGesture(point) {
    if (!this.#gesture) return;
    this.#gesture.move(point);
    this.#surface.setGesture(this.#gesture.preview);
  }

  #sendGesture() {
    if (!this.#gesture || performance.now() < this.#sendFrom) return;
    for (const op of this.#gesture.take()) this.draw(op);
  }

  #end() {
    const gesture = this.#gesture;
    this.#gesture = null;
    this.#surface.setGesture(null);
    for (const op of gesture?.end() ?? []) this.draw(op);
  }

  #cancel() {
    this.#gesture = null;
    this.#surface.setGesture(null);
  }

  #sendCursor({ x, y }) {
    if (!this.picture?.joined) return;
    const short = (value) => Math.min(Math.max(Math.floor(value), -32768), 32767);
    this.connection.send(encodeClientCursor(this.picture.id, short(x), short(y)));
  }

  #showCrosshair(point) {
    this.#surface.setCrosshair(point);
    if (point) this.#cursor.push(point);
  }

  #showOwn() {
    this.#surface.setPending(this.picture.own.unreturned.map(({ op }) => op));
    this.#showStatus();
  }

  #showStatus() {
    const { state, goodbye } = this.connection;
    const { joined, own, raster } = this.picture;
    const status = statusOf({ state, goodbye, joined: joined || this.#ended !== null, unsaved: own.count });
    const output = this.#root.querySelector('#status');
    if (output.value !== status.text) output.value = status.text;
    output.dataset.tone = status.tone;
    this.#root.querySelector('#reconnect').hidden = !status.retry;
    if (raster) this.#root.querySelector('#picture-size').textContent = `${raster.width} × ${raster.height}`;
  }

  #title(name) {
    this.#root.querySelector('#picture-name').textContent = name;
    document.title = `${name} · Atelier`;
  }

  /** Says the picture's name once it is known. */
  rename(id, name) {
    if (this.picture?.id === id) this.#title(name);
  }

  #note(text) {
    this.#root.querySelector('#stage-note').textContent = text;
  }

  #moved() {
    this.#surface.moved();
    this.#people.moved();
    this.#root.querySelector('#zoom-value').value = `${Math.round(100 * this.#viewport.scale)} %`;
  }

  #resize() {
    const [stage, tools, palette] = ['#stage', '#tools', '.palette'].map((which) => {
      return this.#root.querySelector(which).getBoundingClientRect();
    });
    const upright = tools.height > tools.width;
    const covered = { left: upright ? tools.right - stage.left : 0, bottom: stage.bottom - palette.top };
    this.#viewport.resize(Math.max(stage.width, 1), Math.max(stage.height, 1), covered);
    this.#moved();
  }

  #showRaster() {
    this.#surface.show(this.picture.raster);
    this.#moved();
  }

  #zoom(what) {
    if (what === 'fit') this.#viewport.fit();
    else this.#viewport.zoomAtCentre(what === 'in' ? 1.5 : 1 / 1.5);
    this.#moved();
  }

  #listen(canvas) {
    const at = (id) => this.#root.querySelector(`#${id}`);
    for (const what of ['in', 'out', 'fit']) at(`zoom-${what}`).onclick = () => this.#zoom(what);
    at('reconnect').onclick = () => this.connection.connect();
    new ResizeObserver(() => this.#resize()).observe(at('stage'));
    canvas.addEventListener('keydown', (event) => {
      if (this.picture?.raster && this.#keyboard.press(event, this.picture.raster)) event.preventDefault();
    });
    canvas.addEventListener('blur', () => this.#keyboard.leave());
    addEventListener('keydown', (event) => this.#shortcut(event));
    addEventListener('keyup', (event) => event.code === 'Space' && this.#pointers.hold(false));
    const hurry = () => this.connection?.state === 'waiting' && !document.hidden && this.connection.connect();
    addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
  }

  #shortcut(event) {
    if (!this.picture || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input')) return;
    const zooms = { '+': 'in', '=': 'in', '-': 'out', 0: 'fit' };
    if (event.code === 'Space') {
      if (event.target.matches('button, a')) return;
      this.#pointers.hold(true);
    } else if (event.key === 'Escape') this.#cancel();
    else if (zooms[event.key]) this.#zoom(zooms[event.key]);
    else if (event.key === '[' || event.key === ']') this.#toolbox.widen(event.key === ']' ? 1 : -1);
    else if (!this.#toolbox.press(event.key)) return;
    event.preventDefault();
  }
}
