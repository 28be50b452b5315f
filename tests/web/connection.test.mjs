import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../../web/client/backoff.js';
import { encodeDurable } from '../../web/client/blocks.js';
import { Connection } from '../../web/client/connection.js';

/** A world with no network and a clock that only `advance` moves. */
class World {
  sockets = [];
  time = 0;
  #timers = [];

  constructor() {
    const sockets = this.sockets;
    this.WebSocket = class {
      sent = [];
      closed = false;
      bufferedAmount = 0;

      constructor(url) {
        this.url = url;
        sockets.push(this);
      }

      send(message) {
        this.sent.push(typeof message === 'string' ? JSON.parse(message) : message);
      }

      close() {
        this.closed = true;
      }

      say(message) {
        this.onmessage?.({
          data: message instanceof Uint8Array ? Uint8Array.from(message).buffer : JSON.stringify(message),
        });
      }
    };
  }

  now = () => this.time;
  random = () => 0.5;
  setTimeout = (what, ms) => {
    const timer = { at: this.time + ms, what };
    this.#timers.push(timer);
    return timer;
  };
  clearTimeout = (timer) => {
    this.#timers = this.#timers.filter((each) => each !== timer);
  };

  advance(ms) {
    const until = this.time + ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.clearTimeout(due);
      this.time = due.at;
      due.what();
    }
    this.time = until;
  }

  get socket() {
    return this.sockets.at(-1);
  }
}

const hello = { type: 'hello', protocol: 1, server: 'atelier 0.1.0', connection: 17, srv_id: 1 };

function opened(options = {}) {
  const world = new World();
  const states = [];
  const failures = [];
  const connection = new Connection('ws://server/ws', {
    changed: ({ state }) => states.push(state),
    failed: (error) => failures.push(error),
    world,
    ...options,
  });
  connection.connect();
  world.socket.say(hello);
  return { world, connection, states, failures };
}

test('nothing is sent before the hello', () => {
  const world = new World();
  const connection = new Connection('ws://server/ws', { world });
  connection.connect();
  connection.subscribe({ request: () => ({ picture: 12 }), message: () => {} });
  assert.deepEqual(world.socket.sent, []);
  world.socket.say(hello);
  assert.deepEqual(world.socket.sent, [{ type: 'subscribe', mux_id: 1, picture: 12 }]);
});

test('responses reach their commands in whatever order they come', async () => {
  const { world, connection } = opened();
  const first = connection.command('ping');
  const second = connection.command('picture', { picture: 99 }, { session: 3 });
  const [ping, picture] = world.socket.sent;
  assert.deepEqual(picture, { type: 'command', id: picture.id, session: 3, action: 'picture', args: { picture: 99 } });
  world.socket.say({
    type: 'response',
    id: picture.id,
    error: { code: 'not_found', message: 'there is no picture 99' },
  });
  world.socket.say({ type: 'response', id: ping.id, result: { pong: true } });
  await assert.rejects(second, { code: 'not_found', message: 'there is no picture 99' });
  assert.deepEqual(await first, { pong: true });
});

test('a lost connection fails what waits, except what carries a key, which is asked again', async () => {
  const { world, connection } = opened();
  const plain = connection.command('ping');
  const keyed = connection.command('add_picture', { name: 'x' }, { key: 'k1' });
  const asked = world.socket.sent[1];
  world.socket.onclose();
  await assert.rejects(plain, { code: 'connection_lost' });
  world.advance(10_000);
  world.socket.say(hello);
  assert.deepEqual(world.socket.sent, [asked]);
  world.socket.say({ type: 'response', id: asked.id, result: { picture: { id: 1 } } });
  assert.deepEqual(await keyed, { picture: { id: 1 } });
});

test('streams are subscribed again on the next connection, with what is known by then', () => {
  const { world, connection } = opened();
  let since = 1;
  let lost = 0;
  connection.subscribe({ request: () => ({ picture: 12, since }), message: () => {}, lost: () => ++lost });
  since = 7;
  world.socket.onclose();
  assert.equal(lost, 1);
  world.advance(10_000);
  world.socket.say(hello);
  assert.deepEqual(world.socket.sent, [{ type: 'subscribe', mux_id: 1, picture: 12, since: 7 }]);
});

test('messages and blocks reach their own stream, in their order', () => {
  const { world, connection } = opened();
  const heard = [];
  for (const picture of [12, 13]) {
    connection.subscribe({
      request: () => ({ picture }),
      message: ({ type }) => heard.push(`${picture} ${type}`),
      block: ({ kind, seq }) => heard.push(`${picture} ${kind} ${seq}`),
    });
  }
  world.socket.say(encodeDurable(12, 4));
  world.socket.say({ type: 'sync', mux_id: 1, picture: 12 });
  world.socket.say({ type: 'rejected', picture: 13, client_seq: 1, count: 1, error: {} });
  world.socket.say(Buffer.concat([encodeDurable(13, 5), encodeDurable(12, 6)]));
  assert.deepEqual(heard, ['12 durable 4', '12 sync', '13 rejected', '13 durable 5', '12 durable 6']);
});

test('a stream that was refused or has ended is not asked for again', () => {
  const { world, connection } = opened();
  const heard = [];
  const stream = { request: () => ({ picture: 12 }), message: (message) => heard.push(message.type) };
  connection.subscribe(stream);
  connection.subscribe(stream);
  world.socket.say({ type: 'error', mux_id: 1, error: { code: 'not_found', message: '' } });
  world.socket.say({ type: 'closed', mux_id: 2, reason: 'removed' });
  assert.deepEqual(heard, ['error', 'closed']);
  world.socket.onclose();
  world.advance(10_000);
  world.socket.say(hello);
  assert.deepEqual(world.socket.sent, []);
});

test('a goodbye that allows it is followed by another connection, and one that does not by none', () => {
  const { world, connection, states } = opened();
  world.socket.say({ type: 'goodbye', reason: 'shutting_down', retry: true });
  assert.equal(connection.state, 'waiting');
  assert.equal(connection.goodbye.reason, 'shutting_down');
  world.advance(10_000);
  world.socket.say(hello);
  world.socket.say({ type: 'goodbye', reason: 'kicked', retry: false });
  world.advance(100_000);
  assert.equal(world.sockets.length, 2);
  assert.deepEqual(states, ['connecting', 'open', 'waiting', 'connecting', 'open', 'ended']);
  connection.connect();
  assert.equal(world.sockets.length, 3);
});

test('pauses grow while no connection holds, and are short again after one that held', () => {
  const { world, connection } = opened();
  const pauses = [];
  const pause = () => {
    const before = world.time;
    const count = world.sockets.length;
    world.socket.onclose();
    while (world.sockets.length === count) world.advance(1);
    pauses.push(world.time - before);
  };
  pause();
  for (let i = 0; i < 7; ++i) pause();
  world.socket.say(hello);
  world.advance(5_000);
  pause();
  assert.deepEqual(pauses, [188, 375, 750, 1500, 3000, 6000, 7500, 7500, 188]);
  connection.close();
});

test('pauses differ between clients', () => {
  const low = new Backoff({ random: () => 0 });
  const high = new Backoff({ random: () => 1 });
  assert.deepEqual([low.next(), high.next(), low.next(), high.next()], [125, 250, 250, 500]);
});

test('a server that falls silent is asked, and given up where it does not answer', () => {
  const { world, connection } = opened();
  world.advance(20_000);
  assert.equal(world.socket.sent.at(-1).action, 'ping');
  world.socket.say({ type: 'response', id: world.socket.sent.at(-1).id, result: {} });
  world.advance(34_999);
  assert.equal(connection.state, 'open');
  world.advance(1);
  assert.equal(connection.state, 'waiting');
  assert.equal(world.sockets[0].closed, true);
});

test('a message that makes no sense ends the connection, and the next one starts over', () => {
  const { world, connection, failures } = opened();
  world.socket.say(Uint8Array.of(1, 2, 3));
  assert.equal(connection.state, 'waiting');
  assert.equal(failures[0].code, 'malformed');
});

test('a server of another protocol is not asked again', () => {
  const world = new World();
  const connection = new Connection('ws://server/ws', { world });
  connection.connect();
  world.socket.say({ ...hello, protocol: 2 });
  assert.equal(connection.state, 'ended');
  assert.match(connection.goodbye.reason, /protocol 2, not 1/);
});

test('closing says goodbye and stays closed', () => {
  const { world, connection } = opened();
  connection.close();
  assert.deepEqual(world.socket.sent, [{ type: 'goodbye' }]);
  world.advance(100_000);
  assert.equal(world.sockets.length, 1);
  assert.equal(connection.state, 'ended');
});

test('a command without a connection fails at once', async () => {
  const connection = new Connection('ws://server/ws', { world: new World() });
  await assert.rejects(connection.command('ping'), { code: 'connection_lost' });
});
