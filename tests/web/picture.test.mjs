import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as blocks from '../../web/client/blocks.js';
import { OwnOps } from '../../web/client/own_ops.js';
import { Picture } from '../../web/client/picture.js';
import { ModelServer } from './model_server.mjs';
import { eachSeed } from './seeds.mjs';

const pixel = (x, y = 0, r = 0) => ({ kind: 'pixel', x, y, colour: { r, g: 0, b: 0, a: 255 } });

/** A picture and the wire between it and a server; messages wait until they are delivered, a cut loses them. */
class Client {
  toServer = [];
  toClient = [];
  connected = false;
  rejected = 0;

  constructor(server, uuid, watch) {
    this.server = server;
    this.uuid = uuid;
    this.picture = new Picture(server.picture, uuid, watch);
  }

  connect() {
    this.connected = true;
    this.server.join({ mux_id: 5, ...this.picture.request() }, (message) => this.toClient.push(message));
  }

  cut() {
    this.connected = false;
    this.toServer = [];
    this.toClient = [];
    this.server.leave(this.uuid);
    this.picture.lost();
  }

  draw(op) {
    this.toServer.push(...this.picture.draw(op));
  }

  deliverOne(direction) {
    if (direction === 'up' && this.toServer.length > 0) this.server.draw(this.uuid, this.toServer.shift());
    if (direction === 'down' && this.toClient.length > 0) this.#take(this.toClient.shift());
  }

  #take(message) {
    if (typeof message !== 'string') {
      for (const block of blocks.readBlocks(message)) this.picture.take(block);
      return;
    }
    const json = JSON.parse(message);
    if (json.type === 'sync') this.toServer.push(...this.picture.synced(json));
    else this.rejected += this.picture.rejected(json);
  }

  settle() {
    while (this.toServer.length + this.toClient.length > 0) {
      this.deliverOne('up');
      this.deliverOne('down');
    }
  }
}

function joined(server, uuid = 'a', watch) {
  const client = new Client(server, uuid, watch);
  client.connect();
  client.settle();
  return client;
}

test('an op is drawn when it comes back, and is kept until it is on disk', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  client.draw(pixel(1));
  assert.equal(client.picture.raster.words[1], client.picture.raster.words[0]);
  assert.equal(client.picture.own.unreturned.length, 1);
  client.settle();
  assert.notEqual(client.picture.raster.words[1], client.picture.raster.words[0]);
  assert.equal(client.picture.own.unreturned.length, 0);
  assert.equal(client.picture.own.empty, false);
  server.commit();
  client.settle();
  assert.equal(client.picture.own.empty, true);
  assert.deepEqual([client.picture.seq, client.picture.durable], [1, 1]);
});

test('an op drawn without a connection is sent after the next sync', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  client.cut();
  client.draw(pixel(1));
  client.draw(pixel(2));
  assert.deepEqual(client.toServer, []);
  client.connect();
  client.settle();
  assert.deepEqual(
    server.log.map(({ clientSeq }) => clientSeq),
    [1, 2],
  );
});

test('an op that came back but was not on disk when the server died is sent again under its number', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  client.draw(pixel(1));
  client.settle();
  server.crash(0);
  client.cut();
  client.connect();
  client.settle();
  assert.deepEqual(
    server.log.map(({ clientSeq }) => clientSeq),
    [1],
  );
  assert.equal(client.picture.raster.hash(), server.raster().hash());
});

test('an op that was lost in a crash is sent again although others were made durable in its place', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  client.draw(pixel(1));
  client.settle();
  server.crash(0);
  client.cut();
  const other = joined(server, 'b');
  other.draw(pixel(2));
  other.settle();
  server.commit();
  client.connect();
  client.settle();
  assert.deepEqual(
    server.log.map(({ op }) => op.x),
    [2, 1],
  );
});

test('a resume asks from the next op on, and a new epoch starts from a snapshot', () => {
  let resets = 0;
  const server = new ModelServer(4, 4);
  const client = joined(server, 'a', { reset: () => ++resets });
  client.draw(pixel(1));
  client.settle();
  client.cut();
  assert.deepEqual(client.picture.request(), { picture: 12, client: 'a', since: 1, epoch: 1 });
  client.connect();
  client.settle();
  assert.equal(resets, 1);
  server.crash(1);
  client.cut();
  client.connect();
  client.settle();
  assert.equal(resets, 2);
  assert.equal(client.picture.epoch, 2);
});

test('a refused op is not kept, and the numbers after it stand', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  for (const x of [1, 99, 2]) client.draw(pixel(x));
  client.settle();
  assert.equal(client.rejected, 1);
  assert.deepEqual(
    server.log.map(({ clientSeq }) => clientSeq),
    [1, 3],
  );
  server.commit();
  client.settle();
  assert.equal(client.picture.own.empty, true);
});

test('numbers go on where the server saw this client last', () => {
  const server = new ModelServer(4, 4);
  const before = joined(server);
  for (const x of [0, 1, 2]) before.draw(pixel(x));
  before.settle();
  before.cut();
  const after = joined(server);
  after.draw(pixel(3));
  after.settle();
  assert.deepEqual(
    server.log.map(({ clientSeq }) => clientSeq),
    [1, 2, 3, 4],
  );
});

test('ops kept over a reload are sent under their numbers, each once', () => {
  const server = new ModelServer(4, 4);
  const before = joined(server);
  before.draw(pixel(0));
  before.settle();
  before.draw(pixel(1));
  const { next, entries } = before.picture.own;
  before.cut();
  const after = new Client(server, 'a');
  after.picture.own.restore(next, entries);
  after.connect();
  after.settle();
  assert.deepEqual(
    server.log.map(({ clientSeq }) => clientSeq),
    [1, 2],
  );
});

test('an op inside of a snapshot that is not on disk is kept until it is', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  client.draw(pixel(1));
  client.deliverOne('up');
  client.cut();
  client.picture.forget();
  client.connect();
  client.settle();
  assert.deepEqual([client.picture.own.unreturned.length, client.picture.own.empty], [0, false]);
  server.crash(0);
  client.cut();
  client.connect();
  client.settle();
  assert.deepEqual(
    server.log.map(({ op }) => op.x),
    [1],
  );
});

test('on a server that came back with older data, ops are not taken for saved', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  for (const x of [0, 1, 2]) client.draw(pixel(x));
  client.settle();
  server.commit();
  client.settle();
  server.durable = 1;
  server.crash(0);
  client.cut();
  client.connect();
  client.settle();
  for (const x of [1, 2]) client.draw(pixel(x));
  client.settle();
  server.commit(2);
  client.settle();
  assert.deepEqual([client.picture.durable, client.picture.own.count], [2, 1]);
});

test('what a server refuses because it stops is drawn when it is back', () => {
  const server = new ModelServer(4, 4);
  const client = joined(server);
  client.draw(pixel(1));
  client.settle();
  server.stop();
  client.draw(pixel(2));
  client.draw(pixel(3));
  client.settle();
  assert.equal(client.rejected, 0);
  server.crash(9);
  client.cut();
  client.connect();
  client.settle();
  assert.deepEqual(
    server.log.map(({ op }) => op.x),
    [1, 2, 3],
  );
});

test('an op out of turn, or before a snapshot, is malformed', () => {
  const picture = new Picture(12, 'a');
  const updates = (seq) => blocks.readBlocks(blocks.encodeUpdates(12, seq, []))[0];
  assert.throws(() => picture.take(updates(1)), /before a snapshot/);
  const snapshot = { seq: 4, width: 1, height: 1, encoding: 'raw', bytes: Uint8Array.of(1, 2, 3, 255) };
  picture.take(blocks.readBlocks(blocks.encodeSnapshot(12, snapshot))[0]);
  assert.deepEqual([...picture.raster.pixels], [1, 2, 3, 255]);
  for (const seq of [4, 6]) assert.throws(() => picture.take(updates(seq)), /where 5 was due/);
  picture.take(updates(5));
});

test('a snapshot whose bytes are not of its size is malformed', () => {
  const picture = new Picture(12, 'a');
  const snapshot = { seq: 4, width: 2, height: 1, encoding: 'raw', bytes: new Uint8Array(4) };
  const block = blocks.readBlocks(blocks.encodeSnapshot(12, snapshot))[0];
  assert.throws(() => picture.take(block), /2 × 1 holds 4 bytes/);
});

test('what waits without a connection has a limit, which is said', () => {
  const picture = new Picture(12, 'a');
  for (let i = 0; i < OwnOps.countMax; ++i) picture.draw(pixel(0));
  assert.equal(picture.own.full, true);
  assert.throws(() => picture.draw(pixel(0)), /20000 ops wait for the server/);
});

test('ops that wait are sent in messages of limited size', () => {
  const picture = new Picture(12, 'a');
  const stroke = { kind: 'stroke', width: 1, colour: { r: 0, g: 0, b: 0, a: 255 }, points: new Int16Array(40_000) };
  for (let i = 0; i < 20; ++i) picture.draw(stroke);
  const messages = picture.synced({ seq: 0, epoch: 1, author: 1, client_seq: 0 });
  assert.equal(messages.flatMap((message) => blocks.readBlocks(message)[0].ops).length, 20);
  for (const message of messages) assert.ok(message.length < 512 * 1024, `${message.length}`);
});

test('an op that the server could not take is refused at once', () => {
  const picture = new Picture(12, 'a');
  assert.throws(() => picture.draw({ ...pixel(0), x: -1 }), RangeError);
  assert.throws(() => picture.draw({ kind: 'rect', x: 0, y: 0, w: 0, h: 1, colour: pixel(0).colour }), /w is 0/);
  assert.equal(picture.own.empty, true);
});

/** Cuts, crashes, skips and late messages in any order; in the end nothing may be lost, doubled or out of order. */
function live(random) {
  const server = new ModelServer(8, 8);
  server.snapshotSeq = () => random.integer(server.durable, server.log.length);
  const clients = ['a', 'b', 'c'].map((uuid) => new Client(server, uuid));
  const drawn = new Map(clients.map(({ uuid }) => [uuid, 0]));
  for (let step = 0; step < 300; ++step) {
    const client = random.one(clients);
    const what = random.integer(0, 99);
    if (!client.connected) {
      if (what < 30) client.connect();
      else if (what < 60 && client.picture.raster) draw(client);
    } else if (what < 25 && client.picture.raster) draw(client);
    else if (what < 80) client.deliverOne(random.one(['up', 'down']));
    else if (what < 88) server.commit();
    else if (what < 92) server.skip(client.uuid);
    else if (what < 97) client.cut();
    else if (what < 98) server.stop();
    else {
      server.crash(random.integer(0, 3));
      for (const each of clients) each.cut();
    }
  }
  server.crash(0);
  for (const client of clients) {
    client.cut();
    client.connect();
  }
  for (let round = 0; round < 3; ++round) for (const client of clients) client.settle();
  server.commit();
  for (const client of clients) client.settle();

  for (const { uuid, picture } of clients) {
    assert.equal(picture.raster.hash(), server.raster().hash(), uuid);
    assert.ok(picture.own.empty, `${picture.own.count} ops of ${uuid} are still kept`);
    const { author } = server.clients.get(uuid);
    const marks = server.log
      .filter((entry) => entry.author === author)
      .map(({ op }) => op.colour.g * 256 + op.colour.b);
    const expected = Array.from({ length: drawn.get(uuid) }, (_, i) => i + 1);
    assert.deepEqual(marks, expected, uuid);
  }

  function draw(client) {
    if (random.chance(0.1)) {
      client.draw(pixel(99));
      return;
    }
    const mark = drawn.get(client.uuid) + 1;
    drawn.set(client.uuid, mark);
    const colour = { r: 0, g: mark >> 8, b: mark & 255, a: 255 };
    client.draw({ kind: 'pixel', x: random.integer(0, 7), y: random.integer(0, 7), colour });
  }
}

test('through cuts, crashes and skipped backlogs every op of every client ends in the picture once, in order', () => {
  eachSeed(200, live);
});
