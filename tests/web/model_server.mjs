import * as blocks from '../../web/client/blocks.js';
import { encodeOp } from '../../web/client/ops.js';
import { Raster } from '../../web/client/raster.js';
import { pngOf } from './pngs.mjs';

/**
 * What a client may expect of the server, as a plain model of one picture: order, repeats, durability, crashes. Sends
 * by calling `send(message)` of a viewer, a string or bytes.
 */
export class ModelServer {
  epoch = 1;
  stopping = false;
  /** The accepted ops: `{author, clientSeq, op}`; index 0 has sequence number 1. */
  log = [];
  durable = 0;
  /** By UUID: `{author, clientSeq}`. */
  clients = new Map();
  /** By UUID: `{mux, send}`. */
  viewers = new Map();

  /** Where a joiner's snapshot stands; anywhere from `durable` to the end is right. */
  snapshotSeq = () => this.log.length;

  constructor(width, height, picture = 12) {
    Object.assign(this, { width, height, picture });
  }

  /** The picture after the first `seq` ops. */
  raster(seq = this.log.length) {
    const raster = new Raster(this.width, this.height);
    for (const { op } of this.log.slice(0, seq)) raster.draw(op);
    return raster;
  }

  join({ mux_id: mux, client, since, epoch }, send) {
    const viewer = { mux, send };
    this.viewers.set(client, viewer);
    if (!this.clients.has(client)) this.clients.set(client, { author: this.clients.size + 1, clientSeq: 0 });
    if (epoch === this.epoch && since <= this.log.length) this.#sendUpdates(viewer, since);
    else this.#sendSnapshot(viewer, this.snapshotSeq());
    this.#sendSync(client, viewer);
  }

  /** Throws a slow viewer's backlog away: it gets a snapshot and another `sync`. */
  skip(client) {
    const viewer = this.viewers.get(client);
    this.#sendSnapshot(viewer, this.log.length);
    this.#sendSync(client, viewer);
  }

  leave(client) {
    this.viewers.delete(client);
  }

  /** Takes no work any more, until it is back. */
  stop() {
    this.stopping = true;
  }

  draw(client, message) {
    const known = this.clients.get(client);
    for (const { firstClientSeq, ops } of blocks.readBlocks(message)) {
      if (this.stopping) {
        this.#reject(client, firstClientSeq, ops.length, 'shutting_down');
        continue;
      }
      ops.forEach((op, i) => this.#accept(client, known, firstClientSeq + i, op));
    }
  }

  #accept(client, known, clientSeq, op) {
    if (clientSeq <= known.clientSeq) return;
    known.clientSeq = clientSeq;
    if (this.#outside(op)) {
      this.#reject(client, clientSeq, 1, 'out_of_bounds');
      return;
    }
    this.log.push({ author: known.author, clientSeq, op });
    for (const viewer of this.viewers.values()) this.#sendUpdates(viewer, this.log.length - 1);
  }

  #reject(client, clientSeq, count, code) {
    const error = { code, message: `refused: ${code}` };
    const message = { type: 'rejected', picture: this.picture, client_seq: clientSeq, count, error };
    this.viewers.get(client)?.send(JSON.stringify(message));
  }

  /** Enough for pixels. */
  #outside(op) {
    return op.kind === 'pixel' && (op.x >= this.width || op.y >= this.height);
  }

  commit(until = this.log.length) {
    this.durable = until;
    for (const viewer of this.viewers.values()) viewer.send(blocks.encodeDurable(this.picture, this.durable));
  }

  /** Dies and comes back with what was on disk: at least what it called durable. */
  crash(extra) {
    this.stopping = false;
    this.log.length = Math.min(this.log.length, this.durable + extra);
    this.durable = this.log.length;
    ++this.epoch;
    this.viewers.clear();
    for (const known of this.clients.values()) {
      const own = this.log.filter(({ author }) => author === known.author);
      known.clientSeq = own.at(-1)?.clientSeq ?? 0;
    }
  }

  #sendSnapshot(viewer, seq) {
    const { width, height, picture } = this;
    const bytes = pngOf(width, height, this.raster(seq).pixels);
    viewer.send(blocks.encodeSnapshot(picture, { seq, width, height, encoding: 'png', bytes }));
    this.#sendUpdates(viewer, seq);
  }

  #sendUpdates(viewer, since) {
    const runs = this.log.slice(since).map(({ author, clientSeq, op }) => {
      return { author, firstClientSeq: clientSeq, ops: [encodeOp(op)] };
    });
    if (runs.length > 0) viewer.send(blocks.encodeUpdates(this.picture, since + 1, runs));
  }

  #sendSync(client, viewer) {
    const { author, clientSeq } = this.clients.get(client);
    viewer.send(blocks.encodeDurable(this.picture, this.durable));
    const sync = { type: 'sync', mux_id: viewer.mux, picture: this.picture, seq: this.log.length, epoch: this.epoch };
    viewer.send(JSON.stringify({ ...sync, author, client_seq: clientSeq }));
  }
}
