import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as blocks from '../../web/client/blocks.js';
import { ByteReader } from '../../web/client/bytes.js';
import { encodeOp, problemOf, readOp } from '../../web/client/ops.js';
import { randomOp } from './random_ops.mjs';
import { eachSeed } from './seeds.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const unhex = (text) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const joined = (parts) => new Uint8Array(Buffer.concat(parts));
const red = { r: 255, g: 0, b: 0, a: 128 };

/** Each op beside its bytes as the protocol writes them. */
const written = [
  [{ kind: 'pixel', x: 1, y: 258, colour: red }, '01 0100 0201 ff000080'],
  [{ kind: 'rect', x: 1, y: 2, w: 3, h: 4, colour: red }, '02 0100 0200 0300 0400 ff000080'],
  [{ kind: 'line', x0: -1, y0: 2, x1: 3, y1: -4, width: 5, colour: red }, '03 ffff 0200 0300 fcff 05 ff000080'],
  [{ kind: 'ellipse', cx: -2, cy: 3, rx: 4, ry: 5, colour: red }, '04 feff 0300 0400 0500 ff000080'],
  [
    { kind: 'stroke', width: 7, colour: red, points: Int16Array.of(1, 2, -3, -4) },
    '05 07 ff000080 0200 0100 0200 fdff fcff',
  ],
  [{ kind: 'fill', x: 9, y: 8, colour: red }, '06 0900 0800 ff000080'],
  [{ kind: 'patch', x: 1, y: 2, w: 3, h: 4, png: unhex('deadbeef') }, '07 0100 0200 0300 0400 04000000 deadbeef'],
];

test('every op is written and read as the protocol lays out its bytes', () => {
  for (const [op, text] of written) {
    assert.equal(hex(encodeOp(op)), text.replaceAll(' ', ''), op.kind);
    assert.deepEqual(readOp(new ByteReader(unhex(text))), op);
  }
});

test('an op that is cut anywhere, or whose code is unknown, is malformed', () => {
  for (const [, text] of written) {
    const bytes = unhex(text);
    for (let length = 0; length < bytes.length; ++length) {
      assert.throws(() => readOp(new ByteReader(bytes.subarray(0, length))), { name: 'MalformedError' });
    }
  }
  for (const code of [0, 8, 255]) {
    assert.throws(() => readOp(new ByteReader(Uint8Array.of(code, 0, 0, 0, 0, 0, 0, 0, 0))), /known are 1 to 7/);
  }
});

test('a number that does not fit its field is never sent', () => {
  assert.throws(
    () => encodeOp({ kind: 'pixel', x: 70_000, y: 0, colour: red }),
    /70000 is not an integer from 0 to 65535/,
  );
  assert.throws(() => encodeOp({ kind: 'pixel', x: 0.5, y: 0, colour: red }), RangeError);
});

test('a width, radius or size that the server would refuse is found beforehand', () => {
  for (const [op] of written) assert.equal(problemOf(op), null, op.kind);
  const [, rect, line, ellipse, stroke, , patch] = written.map(([op]) => op);
  assert.match(problemOf({ ...rect, w: 0 }), /w is 0/);
  assert.match(problemOf({ ...line, width: 0 }), /width is 0/);
  assert.match(problemOf({ ...ellipse, ry: 8192 }), /ry is 8192/);
  assert.match(problemOf({ ...stroke, points: new Int16Array(0) }), /points is 0/);
  assert.match(problemOf({ ...patch, h: 257 }), /h is 257/);
});

test('every block is written and read as the protocol lays out its bytes', () => {
  const [pixel, rect] = written.slice(0, 2).map(([op]) => op);
  const encoded = [pixel, rect].map(encodeOp);
  const cases = [
    [blocks.encodeDraw(12, 3, encoded), { kind: 'draw', picture: 12, firstClientSeq: 3, ops: [pixel, rect] }],
    [
      blocks.encodeUpdates(12, 2 ** 40, [
        { author: 9, firstClientSeq: 3, ops: encoded },
        { author: 0, firstClientSeq: 1, ops: [encoded[0]] },
      ]),
      {
        kind: 'updates',
        picture: 12,
        firstSeq: 2 ** 40,
        runs: [
          { author: 9, firstClientSeq: 3, ops: [pixel, rect] },
          { author: 0, firstClientSeq: 1, ops: [pixel] },
        ],
      },
    ],
    [
      blocks.encodeSnapshot(12, { seq: 5, width: 2, height: 1, encoding: 'raw', bytes: new Uint8Array(8) }),
      { kind: 'snapshot', picture: 12, seq: 5, width: 2, height: 1, encoding: 'raw', bytes: new Uint8Array(8) },
    ],
    [blocks.encodeDurable(12, 7), { kind: 'durable', picture: 12, seq: 7 }],
    [
      blocks.encodeCursors(12, [{ author: 1, x: -1, y: 2 }]),
      { kind: 'cursor', picture: 12, cursors: [{ author: 1, x: -1, y: 2 }] },
    ],
    [blocks.encodeClientCursor(12, -1, 2), { kind: 'cursor', picture: 12, cursors: [{ author: null, x: -1, y: 2 }] }],
    [
      blocks.encodeChunk(4, 2 ** 33, unhex('beef')),
      { kind: 'chunk', picture: 0, transfer: 4, offset: 2 ** 33, bytes: unhex('beef') },
    ],
  ];
  for (const [bytes, block] of cases) assert.deepEqual(blocks.readBlocks(bytes), [block]);
  assert.deepEqual(
    blocks.readBlocks(joined(cases.map(([bytes]) => bytes))),
    cases.map(([, block]) => block),
    'several in one message',
  );
  assert.equal(hex(blocks.encodeDurable(12, 258)), '10000000' + '04000000' + '0c000000' + '0201000000000000');
  assert.equal(hex(cases[0][0]).slice(0, 32), '22000000' + '01000000' + '0c000000' + '03000000');
});

test('a block of a kind that is not known is passed over', () => {
  const unknown = unhex('0a000000 63000000 0c000000 beef');
  const message = joined([unknown, blocks.encodeDurable(1, 1)]);
  assert.deepEqual(blocks.readBlocks(message), [{ kind: 'durable', picture: 1, seq: 1 }]);
});

test('a block that contradicts itself is malformed', () => {
  const bad = {
    'a size below the header': '07000000 04000000 0c000000',
    'a size past the end': '11000000 04000000 0c000000 0200000000000000',
    'a reserved byte': '10000000 04000100 0c000000 0200000000000000',
    'bytes after the payload': '11000000 04000000 0c000000 0200000000000000 00',
    'a sequence number past 2^53': '10000000 04000000 0c000000 0000000000002000',
    'an unknown encoding': '18000000 03000000 0c000000 0100000000000000 0100 0100 02000000',
    'a run that announces more ops': '1b000000 02000000 0c000000 0100000000000000 01000000 01000000 0100 01',
  };
  for (const [what, text] of Object.entries(bad)) {
    assert.throws(() => blocks.readBlocks(unhex(text)), { name: 'MalformedError' }, what);
  }
});

test('random ops come back from their bytes, and random damage is refused or read, never worse', () => {
  eachSeed(300, (random) => {
    const ops = Array.from({ length: random.integer(1, 5) }, () => randomOp(random, 100, 100));
    const message = blocks.encodeUpdates(3, 10, [{ author: 2, firstClientSeq: 4, ops: ops.map(encodeOp) }]);
    const [{ runs }] = blocks.readBlocks(message);
    for (const op of ops) delete op.image;
    assert.deepEqual(runs[0].ops, ops);
    for (let i = 0; i < 20; ++i) {
      const damaged = Uint8Array.from(message).slice(0, random.integer(0, message.length));
      if (damaged.length > 0) damaged[random.integer(0, damaged.length - 1)] = random.integer(0, 255);
      try {
        blocks.readBlocks(damaged);
      } catch (error) {
        assert.equal(error.name, 'MalformedError', error.stack);
      }
    }
  });
});
