import { encodeDraw, drawBytesMax } from './blocks.js';
import { MalformedError } from './bytes.js';
import { encodeOp, problemOf } from './ops.js';
import { OwnOps } from './own_ops.js';
import { decodePng } from './png.js';
import { Raster } from './raster.js';

/** The largest side that a picture may have here; the server's own limit is lower by default. */
const sideMax = 16384;

/**
 * One picture as this client has it: the raster, the sequence number that it is at, and this client's own ops that
 * are not yet on disk. Knows no socket: takes what the server says and gives back what is to be sent.
 *
 * A join goes: SNAPSHOT or nothing, UPDATES, DURABLE, `sync`, then live UPDATES; `raster` is null before the first
 * SNAPSHOT.
 */
export class Picture {
  raster = null;
  seq = 0;
  durable = 0;
  epoch = null;
  author = null;
  /** True from `sync` until the connection is lost: ops may be sent. */
  joined = false;
  own = new OwnOps();

  /**
   * @param {string} client the UUID by which the server knows this client again
   * @param {{reset?: () => void, changed?: (rect: object) => void}} [watch] called after the raster was replaced, and
   *     after a part of it changed
   */
  constructor(id, client, { reset = () => {}, changed = () => {} } = {}) {
    this.id = id;
    this.client = client;
    this.watch = { reset, changed };
  }

  /** The fields of the subscription that continues where this picture stands. */
  request() {
    const request = { picture: this.id, client: this.client };
    if (this.raster && this.epoch !== null) Object.assign(request, { since: this.seq, epoch: this.epoch });
    return request;
  }

  /** Takes a block; throws MalformedError where it does not continue what came before. */
  take(block) {
    if (block.kind === 'snapshot') this.#takeSnapshot(block);
    else if (block.kind === 'updates') this.#takeUpdates(block);
    else if (block.kind === 'durable') this.#takeDurable(block);
  }

  #takeSnapshot({ seq, width, height, encoding, bytes }) {
    const image = encoding === 'png' ? decodePng(bytes, sideMax) : { width, height, pixels: rawPixels(bytes) };
    if (image.width !== width || image.height !== height) {
      throw new MalformedError(`a snapshot of ${width} × ${height} holds a PNG of ${image.width} × ${image.height}`);
    }
    if (image.pixels.length !== 4 * width * height) {
      throw new MalformedError(`a raw snapshot of ${width} × ${height} holds ${image.pixels.length} bytes`);
    }
    this.raster = new Raster(width, height, image.pixels);
    this.seq = seq;
    this.durable = 0;
    this.watch.reset();
  }

  #takeUpdates({ firstSeq, runs }) {
    if (!this.raster) throw new MalformedError(`ops from ${firstSeq} on came before a snapshot`);
    if (firstSeq !== this.seq + 1) throw new MalformedError(`op ${firstSeq} came where ${this.seq + 1} was due`);
    for (const { author, firstClientSeq, ops } of runs) {
      if (author === this.author) this.own.returned(firstClientSeq, ops.length, this.seq + 1);
      for (const op of ops) {
        const rect = this.raster.draw(op);
        ++this.seq;
        if (rect) this.watch.changed(rect);
      }
    }
  }

  #takeDurable({ seq }) {
    this.durable = Math.max(this.durable, seq);
    // Before `sync`, an own op's number may be one of an earlier epoch, where it stood for another op.
    if (this.joined) this.own.durable(this.durable);
  }

  /** Takes the stream's `sync`. Returns the messages to send: this client's ops that the server does not have. */
  synced({ seq, epoch, author, client_seq: clientSeq }) {
    this.epoch = epoch;
    this.author = author;
    this.joined = true;
    const again = this.own.synced(clientSeq, seq);
    this.own.durable(this.durable);
    return this.#draws(again);
  }

  /**
   * Takes a `rejected`. Returns how many of this client's ops it ends: none where the server only has no time for them
   * any more, so that they wait for the next `sync`.
   */
  rejected({ client_seq: clientSeq, count, error }) {
    if (error.code !== 'shutting_down') return this.own.rejected(clientSeq, count);
    this.own.postponed(clientSeq);
    return 0;
  }

  /** The connection is gone; the next one subscribes with `request()`. */
  lost() {
    this.joined = false;
  }

  /** Forgets everything but the own ops, after the server's stream did not make sense: the next join starts over. */
  forget() {
    this.joined = false;
    this.epoch = null;
  }

  /**
   * Draws an op: it gets a number and is kept until it is on disk. Returns the messages to send now; they are empty
   * while there is no connection, and the ops follow with the next `sync`.
   * @throws {RangeError} where the op is not one that the server could take, or where too many ops wait
   */
  draw(op) {
    const problem = problemOf(op);
    if (problem) throw new RangeError(problem);
    if (this.own.full) throw new RangeError(`${this.own.count} ops wait for the server, there is no room for more`);
    const entry = this.own.add(op, encodeOp(op));
    return this.joined ? this.#draws([entry]) : [];
  }

  /** Ops as DRAWs: numbers that follow each other go together, up to a size. */
  #draws(entries) {
    const messages = [];
    let first = 0;
    let size = 0;
    entries.forEach(({ clientSeq, bytes }, i) => {
      const follows = i === 0 || clientSeq === entries[i - 1].clientSeq + 1;
      if (i > first && (!follows || size + bytes.length > drawBytesMax)) {
        messages.push(this.#drawOf(entries.slice(first, i)));
        first = i;
        size = 0;
      }
      size += bytes.length;
    });
    if (first < entries.length) messages.push(this.#drawOf(entries.slice(first)));
    return messages;
  }

  #drawOf(entries) {
    const ops = entries.map(({ bytes }) => bytes);
    return encodeDraw(this.id, entries[0].clientSeq, ops);
  }
}

/** A copy, since the block's bytes lie in a message that may be at an odd address. */
function rawPixels(bytes) {
  const pixels = new Uint8ClampedArray(bytes.length);
  pixels.set(bytes);
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  return pixels;
}
