import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { encodeOp } from '../../web/client/ops.js';
import { OwnOps } from '../../web/client/own_ops.js';
import { Raster } from '../../web/client/raster.js';
import { beginGesture } from '../../web/page/gestures.js';
import { Identities } from '../../web/page/identity.js';
import { KeyboardPen } from '../../web/page/keyboard_pen.js';
import { Pacer } from '../../web/page/pacer.js';
import { hueOf, nameOf } from '../../web/page/people.js';
import { statusOf } from '../../web/page/status.js';
import { Viewport } from '../../web/page/viewport.js';
import { eachSeed } from './seeds.mjs';

// Node.js 18 does not have it as a global yet.
globalThis.crypto ??= webcrypto;

const black = { r: 0, g: 0, b: 0, a: 255 };
const grey = { ...black, a: 100 };

/** Runs a gesture through points; `takeAfter` says after which of them what is ready is sent. */
function gesture(tool, settings, points, takeAfter = () => false) {
  const [first, ...rest] = points.map(([x, y, even]) => ({ x, y, even }));
  const it = beginGesture(tool, settings, first);
  const ops = [];
  rest.forEach((point, i) => {
    it.move(point);
    if (takeAfter(i)) ops.push(...it.take());
  });
  return [...ops, ...it.end()];
}

function drawn(ops) {
  const raster = new Raster(60, 60);
  for (const op of ops) raster.draw(op);
  return raster.hash();
}

test('a stroke sent in parts while it is drawn looks like one sent at once', () => {
  eachSeed(50, (random) => {
    const points = Array.from({ length: random.integer(1, 20) }, () => [
      random.integer(-9, 69),
      random.integer(-9, 69),
    ]);
    const settings = { colour: black, width: random.integer(1, 12) };
    const whole = gesture('pen', settings, points);
    const parts = gesture('pen', settings, points, () => random.chance(0.5));
    assert.equal(whole.length, 1);
    assert.equal(drawn(parts), drawn(whole));
  });
});

test('a pen that is put down and lifted leaves a dot, and one that rests sends nothing twice', () => {
  assert.equal(gesture('pen', { colour: black, width: 3 }, [[5, 5]]).length, 1);
  const resting = gesture(
    'pen',
    { colour: black, width: 3 },
    [
      [5, 5],
      [9, 9],
      [9, 9],
      [9.4, 9.7],
    ],
    () => true,
  );
  assert.deepEqual(
    resting.map(({ points }) => [...points]),
    [[5, 5, 9, 9]],
  );
});

test('a translucent stroke is one op, so that its parts are not laid over each other', () => {
  const points = [
    [1, 1],
    [9, 9],
    [20, 3],
  ];
  assert.equal(gesture('pen', { colour: grey, width: 3 }, points, () => true).length, 1);
});

test('a stroke too long for one op is continued by another', () => {
  const points = Array.from({ length: 130_000 }, (_, i) => [i % 2, 0]);
  const ops = gesture('pen', { colour: grey, width: 1 }, points, () => true);
  assert.ok(ops.length > 1);
  for (const op of ops) assert.ok(encodeOp(op).length < 255 * 1024);
});

test('the eraser paints opaque white whatever the colour', () => {
  const [op] = gesture('eraser', { colour: grey, width: 3 }, [[1, 1]]);
  assert.deepEqual(op.colour, { r: 255, g: 255, b: 255, a: 255 });
});

test('a shape covers the pixels between its corners, whichever way it is drawn', () => {
  const settings = { colour: black, width: 1 };
  const rect = { kind: 'rect', x: 2, y: 3, w: 4, h: 2, colour: black };
  for (const points of [
    [
      [2, 3],
      [5, 4],
    ],
    [
      [5, 4],
      [2, 3],
    ],
    [
      [2, 4],
      [5, 3],
    ],
  ]) {
    assert.deepEqual(gesture('rect', settings, points), [rect]);
  }
  assert.deepEqual(
    gesture('rect', settings, [
      [-5, -5],
      [1, 2],
    ]),
    [{ ...rect, x: 0, y: 0, w: 2, h: 3 }],
  );
  assert.deepEqual(
    gesture('rect', settings, [
      [-5, -5],
      [-1, 2],
    ]),
    [],
  );
  const [ellipse] = gesture('ellipse', settings, [
    [10, 10],
    [20, 14],
  ]);
  assert.deepEqual(ellipse, { kind: 'ellipse', cx: 15, cy: 12, rx: 5, ry: 2, colour: black });
});

test('with Shift, shapes are even and lines straight or diagonal', () => {
  const settings = { colour: black, width: 1 };
  const [rect] = gesture('rect', settings, [
    [10, 10],
    [20, 13, true],
  ]);
  assert.deepEqual([rect.w, rect.h], [11, 11]);
  const end = (x, y) => {
    const [{ x1, y1 }] = gesture('line', settings, [
      [10, 10],
      [x, y, true],
    ]);
    return [x1, y1];
  };
  assert.deepEqual(
    [end(30, 14), end(13, 0), end(17, 4)],
    [
      [30, 10],
      [10, 0],
      [17, 3],
    ],
  );
});

test('whatever a pointer does, every op can be sent', () => {
  eachSeed(300, (random) => {
    const tool = random.one(['pen', 'eraser', 'line', 'rect', 'ellipse', 'fill']);
    const far = () => random.one([random.integer(-99, 99), random.integer(-99_999, 99_999), random.next() * 9]);
    const points = Array.from({ length: random.integer(1, 5) }, () => [far(), far(), random.chance(0.3)]);
    const settings = { colour: random.one([black, grey]), width: random.integer(1, 100) };
    for (const op of gesture(tool, settings, points, () => random.chance(0.3))) encodeOp(op);
  });
});

test('zooming keeps the point under the pointer', () => {
  const view = new Viewport();
  view.resize(800, 600);
  view.show(1000, 1000);
  for (const factor of [4, 0.5, 1.3]) {
    const { x, y } = view.toPicture(300, 200);
    view.zoomAt(300, 200, factor);
    const after = view.toScreen(x, y);
    assert.ok(Math.abs(after.x - 300) < 1e-9 && Math.abs(after.y - 200) < 1e-9);
  }
});

test('however it is moved, some of the picture stays in sight and the scale in its limits', () => {
  eachSeed(100, (random) => {
    const view = new Viewport();
    const [width, height] = [random.integer(1, 4096), random.integer(1, 4096)];
    view.resize(800, 600);
    view.show(width, height);
    for (let i = 0; i < 30; ++i) {
      if (random.chance(0.5)) view.pan(random.integer(-3000, 3000), random.integer(-3000, 3000));
      else view.zoomAt(random.integer(0, 800), random.integer(0, 600), random.one([0.5, 0.9, 1.1, 3]));
      const end = view.toScreen(width, height);
      assert.ok(view.x <= 752 && view.y <= 552 && end.x > 47.999 && end.y > 47.999, JSON.stringify({ view, end }));
      assert.ok(view.scale >= 1 / 32 && view.scale <= 64);
    }
  });
});

test('a fitted picture is wholly in sight beside the tools, and stays so when the window changes', () => {
  const view = new Viewport();
  view.resize(800, 600, { left: 80, bottom: 70 });
  view.show(1000, 500);
  const fits = (width, height) => {
    const end = view.toScreen(1000, 500);
    return view.x >= 80 && view.y >= 0 && end.x <= width && end.y <= height - 70;
  };
  assert.ok(fits(800, 600));
  view.resize(400, 300, { left: 80, bottom: 70 });
  assert.ok(fits(400, 300));
  view.zoomAtCentre(2);
  const { scale } = view;
  view.resize(500, 300, { left: 80, bottom: 70 });
  assert.equal(view.scale, scale);
});

test('small pictures are shown in whole screen pixels', () => {
  const view = new Viewport();
  view.resize(800, 600);
  view.show(32, 32);
  assert.equal(view.scale, 17);
});

/** As a browser's storage for one tab. */
class Storage {
  items = new Map();
  room = Infinity;
  getItem = (key) => this.items.get(key) ?? null;
  removeItem = (key) => this.items.delete(key);
  setItem = (key, value) => {
    if (value.length > this.room) throw new Error('QuotaExceededError');
    this.items.set(key, value);
  };
}

function clientWith(count) {
  const own = new OwnOps();
  for (let i = 0; i < count; ++i) {
    const op = { kind: 'pixel', x: i, y: 200, colour: black };
    own.add(op, encodeOp(op));
  }
  return own;
}

test('a reload keeps who this tab is and what it drew', () => {
  const storage = new Storage();
  const before = new Identities(storage);
  const { client } = before.take(12);
  assert.match(client, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  before.leave(12, { client, own: clientWith(2) });
  before.store();
  const kept = new Identities(storage).take(12);
  assert.equal(kept.client, client);
  assert.equal(kept.next, 3);
  assert.deepEqual(
    kept.entries.map(({ clientSeq, op }) => [clientSeq, op.x]),
    [
      [1, 0],
      [2, 1],
    ],
  );
});

test('while a page lives its storage is empty, so a duplicate of the tab is another client', () => {
  const storage = new Storage();
  const page = new Identities(storage);
  page.leave(12, { client: 'a', own: clientWith(0) });
  page.store();
  const next = new Identities(storage);
  assert.equal(storage.items.size, 0);
  assert.equal(next.take(12).client, 'a');
  assert.notEqual(next.take(12).client, 'a', 'nobody gets the same twice');
});

test('where the storage has no room the client keeps its name at least, and rubbish in it counts as nothing', () => {
  const storage = new Storage();
  storage.room = 200;
  const page = new Identities(storage);
  page.leave(12, { client: 'a', own: clientWith(50) });
  page.store();
  const kept = new Identities(storage).take(12);
  assert.deepEqual([kept.client, kept.next, kept.entries], ['a', 51, []]);
  for (const rubbish of ['{', '[[12]]', '7', '[[12, {"client": "a", "next": 1, "entries": [[1, "CQ=="]]}]]']) {
    storage.items.set('atelier.clients', rubbish);
    assert.equal(new Identities(storage).take(12).next, 1, rubbish);
  }
});

test('the status line says what is saved, what waits and who may come back', () => {
  const say = (state, joined, unsaved, goodbye = null) => statusOf({ state, joined, unsaved, goodbye }).text;
  assert.equal(say('open', true, 0), 'All saved');
  assert.equal(say('open', true, 3), 'Saving…');
  assert.equal(say('open', false, 0), 'Connecting…');
  assert.equal(say('waiting', false, 1), 'Connecting…, 1 change waiting');
  const kicked = { reason: 'too_slow', retry: false };
  assert.equal(say('ended', false, 2, kicked), 'Disconnected: too slow, 2 changes waiting');
  assert.equal(statusOf({ state: 'ended', joined: false, unsaved: 0, goodbye: kicked }).retry, true);
});

test('of many cursor positions the first goes at once and then only the latest of each interval', () => {
  const sent = [];
  const timers = [];
  const pacer = new Pacer(50, (value) => sent.push(value), { setTimeout: (what) => timers.push(what) });
  for (const value of [1, 2, 3]) pacer.push(value);
  assert.deepEqual(sent, [1]);
  timers.shift()();
  assert.deepEqual(sent, [1, 3]);
  timers.shift()();
  assert.deepEqual([sent, timers.length], [[1, 3], 0]);
  pacer.push(4);
  assert.deepEqual(sent, [1, 3, 4]);
});

test('the keyboard moves a crosshair inside the picture and draws between two presses of Enter', () => {
  const calls = [];
  const log = (name) => (at) => calls.push(at ? `${name} ${at.x},${at.y}` : name);
  const pen = new KeyboardPen({
    begin: log('begin'),
    move: log('move'),
    end: log('end'),
    cancel: log('cancel'),
    show: log('show'),
  });
  const press = (key, shiftKey = false) => pen.press({ key, shiftKey }, { width: 10, height: 4 });
  assert.equal(press('Enter'), false, 'no crosshair is there yet');
  assert.equal(press('x'), false);
  for (const key of ['ArrowRight', 'Enter', 'ArrowUp', 'Enter', 'Enter']) press(key);
  press('ArrowLeft', true);
  press('Escape');
  pen.leave();
  assert.deepEqual(calls, [
    'show 6,2',
    'begin 6,2',
    'show 6,1',
    'move 6,1',
    'end',
    'begin 6,1',
    'show 0,1',
    'move 0,1',
    'cancel',
    'show',
  ]);
});

test('guests have a name, and neighbouring authors colours that differ', () => {
  assert.equal(nameOf({ author: 3, handle: 'ada' }), 'ada');
  assert.equal(nameOf({ author: 3, handle: null }), 'guest 3');
  for (let author = 1; author < 100; ++author) {
    const apart = Math.abs(hueOf(author) - hueOf(author + 1));
    assert.ok(Math.min(apart, 360 - apart) > 60, `${author}`);
  }
});
