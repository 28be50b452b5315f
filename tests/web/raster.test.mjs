import assert from 'node:assert/strict';
import { test } from 'node:test';
import { floorSqrt } from '../../web/client/coverage.js';
import { div255, Raster } from '../../web/client/raster.js';
import { pngOf } from './pngs.mjs';
import { randomOp } from './random_ops.mjs';
import { ReferenceRaster } from './reference_raster.mjs';
import { eachSeed } from './seeds.mjs';

const black = { r: 0, g: 0, b: 0, a: 255 };
const half = { r: 0, g: 0, b: 0, a: 128 };

/** The picture as text: a character for each pixel, `#` where it is not white. */
function look(raster) {
  const rows = [];
  for (let y = 0; y < raster.height; ++y) {
    let row = '';
    for (let x = 0; x < raster.width; ++x) row += raster.pixels[4 * (y * raster.width + x)] === 255 ? '.' : '#';
    rows.push(row);
  }
  return rows;
}

function drawn(width, height, ...ops) {
  const raster = new Raster(width, height);
  for (const op of ops) raster.draw(op);
  return look(raster);
}

/** Each op alone leaves what the reference leaves; extreme coordinates and tiny pictures are among them. */
function compare(random, steps) {
  const [width, height] = random.one([
    [1, 1],
    [1, 30],
    [33, 1],
    [24, 17],
    [random.integer(1, 40), random.integer(1, 40)],
  ]);
  const raster = new Raster(width, height);
  const reference = new ReferenceRaster(width, height);
  for (let step = 0; step < steps; ++step) {
    const op = randomOp(random, width, height);
    const before = Uint8Array.from(raster.pixels);
    const rect = raster.draw(op);
    const covered = reference.draw(op);
    const what = () =>
      `step ${step} on ${width} × ${height}: ${JSON.stringify(op, (key, value) => (key === 'png' ? undefined : value))}`;
    assert.equal(rect === null, covered === 0, what());
    for (let i = 0; i < width * height; ++i) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const pixel = raster.pixels.subarray(4 * i, 4 * i + 4);
      const expected = reference.pixels[i];
      if (expected.some((value, channel) => value !== pixel[channel]) || pixel[3] !== 255) {
        assert.fail(`${what()}: pixel ${x}, ${y} is ${pixel} and should be ${expected}`);
      }
      const changed = pixel.some((value, channel) => value !== before[4 * i + channel]);
      const reported = rect && rect.x <= x && x < rect.x + rect.w && rect.y <= y && y < rect.y + rect.h;
      if (changed && !reported) assert.fail(`${what()}: pixel ${x}, ${y} changed outside of ${JSON.stringify(rect)}`);
    }
  }
}

test('every op covers exactly the pixels that the protocol defines, wherever it lies', () => {
  eachSeed(120, (random) => compare(random, 40));
});

test('the division by 255 is exact for every sum that laying over can make', () => {
  for (let n = 0; n <= 255 * 255 + 127; ++n) if (div255(n) !== Math.floor(n / 255)) assert.fail(`${n}`);
});

test('the integer square root is exact around squares up to 2^53', () => {
  for (const root of [0, 1, 2, 3, 255, 65535, 16711425, 23_634_567, 94_906_264]) {
    assert.equal(floorSqrt(root * root), root);
    if (root > 0) assert.equal(floorSqrt(root * root - 1), root - 1);
    assert.equal(floorSqrt(root * root + 2 * root), root);
  }
});

test('a line of width 1 has no gaps and ends at its ends', () => {
  const line = { kind: 'line', x0: 0, y0: 0, x1: 5, y1: 2, width: 1, colour: black };
  assert.deepEqual(drawn(6, 3, line), ['##....', '..##..', '....##']);
});

test('a stroke of one point is a disc', () => {
  const dot = { kind: 'stroke', width: 4, colour: black, points: Int16Array.of(2, 2) };
  assert.deepEqual(drawn(5, 5, dot), ['..#..', '.###.', '#####', '.###.', '..#..']);
});

test('a stroke that crosses itself lays each pixel over once', () => {
  const raster = new Raster(20, 20);
  raster.draw({ kind: 'stroke', width: 5, colour: half, points: Int16Array.of(2, 2, 17, 17, 17, 2, 2, 17, 2, 2) });
  const shades = new Set();
  for (let i = 0; i < raster.pixels.length; i += 4) shades.add(raster.pixels[i]);
  assert.deepEqual(
    [...shades].sort((a, b) => a - b),
    [127, 255],
  );
});

test('a fill does not pass through a diagonal gap', () => {
  const wall = [0, 1, 2].map((i) => ({ kind: 'pixel', x: i, y: 2 - i, colour: black }));
  const fill = { kind: 'fill', x: 0, y: 0, colour: { r: 9, g: 0, b: 0, a: 255 } };
  assert.deepEqual(drawn(4, 3, ...wall, fill), ['###.', '##..', '#...']);
});

test('a fill of the largest picture by default needs no deep recursion', () => {
  const raster = new Raster(4096, 4096);
  for (let x = 1; x < 4096; x += 2) {
    raster.draw({ kind: 'rect', x, y: x % 4 === 1 ? 0 : 1, w: 1, h: 4095, colour: black });
  }
  const rect = raster.draw({ kind: 'fill', x: 0, y: 0, colour: { r: 1, g: 2, b: 3, a: 255 } });
  assert.deepEqual(rect, { x: 0, y: 0, w: 4096, h: 4096 });
  assert.deepEqual([...raster.pixels.subarray(-4 * 4096).subarray(0, 4)], [1, 2, 3, 255]);
});

test('the largest ellipse and the widest and longest line keep to exact numbers', () => {
  const raster = new Raster(16, 16);
  const ellipse = { kind: 'ellipse', cx: 8191, cy: 8, rx: 8191, ry: 8191, colour: black };
  assert.deepEqual(raster.draw(ellipse), { x: 0, y: 0, w: 16, h: 16 });
  const line = { kind: 'line', x0: -32768, y0: -32768, x1: 32767, y1: 32767, width: 255, colour: black };
  assert.deepEqual(raster.draw(line), { x: 0, y: 0, w: 16, h: 16 });
});

test('what covers nothing changes nothing and says so', () => {
  const raster = new Raster(10, 10);
  const far = [
    { kind: 'pixel', x: 10, y: 0, colour: black },
    { kind: 'rect', x: 0, y: 10, w: 5, h: 5, colour: black },
    { kind: 'line', x0: -9, y0: -9, x1: -9, y1: 20, width: 3, colour: black },
    { kind: 'ellipse', cx: 30, cy: 5, rx: 19, ry: 3, colour: black },
    { kind: 'stroke', width: 3, colour: half, points: Int16Array.of(50, 50, 60, 50, 60, 60) },
    { kind: 'fill', x: 0, y: 10, colour: black },
    { kind: 'patch', x: 10, y: 0, w: 1, h: 1, png: pngOf(1, 1, [0, 0, 0, 255]) },
  ];
  for (const op of far) assert.equal(raster.draw(op), null, op.kind);
  assert.equal(raster.hash(), new Raster(10, 10).hash());
});

test('a patch whose PNG has another size is refused', () => {
  const patch = { kind: 'patch', x: 0, y: 0, w: 2, h: 1, png: pngOf(1, 1, [0, 0, 0, 255]) };
  assert.throws(() => new Raster(4, 4).draw(patch), /a patch of 2 × 1 holds a PNG of 1 × 1/);
});
