import { Backoff } from './backoff.js';
import { readBlocks } from './blocks.js';

export const protocolVersion = 1;

/** A command that got no result: `code` is the server's, or `connection_lost`. */
export class CommandError extends Error {
  constructor({ code, message }) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
  }
}

const lostError = () => new CommandError({ code: 'connection_lost', message: 'the connection to the server was lost' });

/** A server that says nothing for so long is asked; one that then still says nothing is given up. In milliseconds. */
const silenceMax = 20_000;
const answerMax = 15_000;
/** A connection that held for so long makes the next pause a short one again. */
const stableAfter = 5_000;

/**
 * A connection to the server that comes back by itself.
 *
 *     idle ─connect─► connecting ─hello─► open ─cut, goodbye(retry)─► waiting ─pause over─► connecting
 *                                           └─goodbye(no retry), close()─► ended
 *
 * Commands are promises; streams are subscribed again on every new connection. Handlers are called in the order in
 * which the server's messages came.
 */
export class Connection {
  state = 'idle';
  /** Why the last connection ended: `{reason, retry}` as the server said it, or null. */
  goodbye = null;
  hello = null;

  #socket = null;
  #streams = new Map();
  #commands = new Map();
  #nextId = 1;
  #nextMux = 1;
  #timers = { again: null, watch: null };
  #heardAt = 0;
  #askedAt = null;
  #openedAt = 0;

  /**
   * @param {string} url such as ws://host:port/ws
   * @param {object} options
   * @param {(connection: Connection) => void} [options.changed] called when `state` changed
   * @param {(error: {code: string, message: string}) => void} [options.failed] an error that belongs to nothing, or a
   *     message that made no sense
   * @param {(message: object) => void} [options.broadcast]
   * @param {object} [options.world] WebSocket, setTimeout, clearTimeout, now and random, for tests
   */
  constructor(url, { changed = () => {}, failed = () => {}, broadcast = () => {}, world = {} } = {}) {
    this.url = url;
    this.watch = { changed, failed, broadcast };
    this.world = {
      WebSocket: globalThis.WebSocket,
      setTimeout: (what, ms) => globalThis.setTimeout(what, ms),
      clearTimeout: (timer) => globalThis.clearTimeout(timer),
      now: () => Date.now(),
      random: Math.random,
      ...world,
    };
    this.backoff = new Backoff({ random: this.world.random });
  }

  /** Connects now, also when it was waiting or had ended. */
  connect() {
    if (this.#socket) return;
    this.world.clearTimeout(this.#timers.again);
    this.goodbye = null;
    const socket = new this.world.WebSocket(this.url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#lost();
    socket.onerror = () => {};
    this.#heardAt = this.world.now();
    this.#askedAt = null;
    this.#watchSilence();
    this.#enter('connecting');
  }

  /** Ends for good; commands that wait fail. */
  close() {
    const socket = this.#socket;
    if (socket && this.state === 'open') socket.send(JSON.stringify({ type: 'goodbye' }));
    this.goodbye = { reason: 'closed', retry: false };
    this.#lost();
  }

  /**
   * Sends a command; one with a `key` is asked again on the next connection if this one is lost first.
   * @param {{session?: number, key?: string, client?: string}} [options]
   * @returns {Promise<object>} the result; fails with CommandError
   */
  command(action, args = {}, options = {}) {
    const id = this.#nextId++;
    const message = { type: 'command', id, ...options, action, args };
    return new Promise((resolve, reject) => {
      if (this.state !== 'open' && !options.key) {
        reject(lostError());
        return;
      }
      this.#commands.set(id, { message, resolve, reject });
      if (this.state === 'open') this.send(message);
    });
  }

  /**
   * Opens a stream, now and on every connection after.
   * @param {object} stream
   * @param {() => object} stream.request the fields of `subscribe`; asked anew for each connection
   * @param {(message: object) => void} stream.message what comes with this stream's mux_id, and what names its picture
   * @param {(block: object) => void} [stream.block] a binary block of the picture that `request` names; what it throws
   *     ends the connection, and the next one subscribes again
   * @param {() => void} [stream.lost] the connection is gone
   * @returns {{close: () => void}}
   */
  subscribe(stream) {
    const mux = this.#nextMux++;
    this.#streams.set(mux, { block: () => {}, lost: () => {}, ...stream, picture: stream.request().picture });
    if (this.state === 'open') this.#ask(mux);
    return {
      close: () => {
        if (!this.#streams.delete(mux)) return;
        this.send({ type: 'close', mux_id: mux });
      },
    };
  }

  /** Sends a message where there is a connection; a string, an object that becomes JSON, or binary blocks. */
  send(message) {
    if (this.state !== 'open') return;
    this.#socket.send(message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  /** Bytes that the browser has not handed to the network yet. */
  get unsent() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  #enter(state) {
    if (this.state === state) return;
    this.state = state;
    this.watch.changed(this);
  }

  #ask(mux) {
    this.send({ type: 'subscribe', mux_id: mux, ...this.#streams.get(mux).request() });
  }

  #receive(data) {
    this.#heardAt = this.world.now();
    this.#askedAt = null;
    try {
      if (typeof data === 'string') this.#receiveJson(JSON.parse(data));
      else this.#receiveBlocks(data);
    } catch (error) {
      this.watch.failed({ code: 'malformed', message: error.message });
      this.#lost();
    }
  }

  #receiveBlocks(data) {
    for (const block of readBlocks(data)) {
      for (const stream of this.#streams.values()) {
        if (stream.picture === block.picture) stream.block(block);
      }
    }
  }

  #receiveJson(message) {
    switch (message.type) {
      case 'hello':
        return this.#opened(message);
      case 'goodbye':
        this.goodbye = message;
        return this.#lost();
      case 'response':
        return this.#respond(message);
      case 'broadcast':
        return this.watch.broadcast(message);
      default:
        return this.#dispatch(message);
    }
  }

  #opened(hello) {
    if (hello.protocol !== protocolVersion) {
      this.goodbye = { reason: `the server speaks protocol ${hello.protocol}, not ${protocolVersion}`, retry: false };
      this.#lost();
      return;
    }
    this.hello = hello;
    this.#openedAt = this.world.now();
    this.#enter('open');
    for (const mux of this.#streams.keys()) this.#ask(mux);
    for (const { message } of this.#commands.values()) this.send(message);
  }

  #respond({ id, result, error }) {
    const waiting = this.#commands.get(id);
    if (!waiting) return;
    this.#commands.delete(id);
    if (error) waiting.reject(new CommandError(error));
    else waiting.resolve(result);
  }

  #dispatch(message) {
    if (message.mux_id !== undefined) {
      // This connection ends soon, and the next one asks again.
      if (message.error?.code === 'shutting_down') return;
      const stream = this.#streams.get(message.mux_id);
      if (message.type === 'closed' || message.type === 'error') this.#streams.delete(message.mux_id);
      stream?.message(message);
    } else if (message.type === 'rejected') {
      for (const stream of this.#streams.values()) {
        if (stream.picture === message.picture) stream.message(message);
      }
    } else if (message.type === 'error') {
      this.watch.failed(message.error);
    }
  }

  /** The connection is gone, or is given up. */
  #lost() {
    const socket = this.#socket;
    const wasOpen = this.state === 'open';
    this.world.clearTimeout(this.#timers.again);
    this.world.clearTimeout(this.#timers.watch);
    if (socket) {
      this.#socket = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
    if (wasOpen && this.world.now() - this.#openedAt >= stableAfter) this.backoff.reset();
    const again = this.goodbye?.retry !== false;
    for (const [id, { message, reject }] of this.#commands) {
      if (again && message.key) continue;
      this.#commands.delete(id);
      reject(lostError());
    }
    for (const stream of wasOpen ? [...this.#streams.values()] : []) stream.lost();
    if (again) this.#timers.again = this.world.setTimeout(() => this.connect(), this.backoff.next());
    this.#enter(again ? 'waiting' : 'ended');
  }

  /** Counts from the question and not from the silence, since a tab in the background wakes up late. */
  #watchSilence() {
    this.#timers.watch = this.world.setTimeout(() => {
      const now = this.world.now();
      if (this.#askedAt !== null && now - this.#askedAt >= answerMax) {
        this.#lost();
        return;
      }
      if (this.#askedAt === null && now - this.#heardAt >= silenceMax) {
        this.#askedAt = now;
        this.command('ping').catch(() => {});
      }
      this.#watchSilence();
    }, silenceMax / 4);
  }
}
