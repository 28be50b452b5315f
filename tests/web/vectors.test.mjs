import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ByteReader } from '../../web/client/bytes.js';
import { encodeOp, problemOf, readOp } from '../../web/client/ops.js';
import { decodePng } from '../../web/client/png.js';
import { Raster } from '../../web/client/raster.js';

const folder = new URL('../vectors/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

/** Draws an op as a careful client does; what the server would answer, or undefined. */
function attempt(raster, op) {
  if (problemOf(op)) return 'bad_data';
  try {
    return raster.draw(op) ? undefined : 'out_of_bounds';
  } catch {
    return 'bad_data';
  }
}

function rgbOf({ pixels }) {
  return Buffer.from(pixels.filter((_, i) => i % 4 !== 3));
}

test('there are vectors to check against', () => {
  assert.ok(names.length > 10, `${names.length}`);
});

for (const name of names) {
  test(`the vector ${name} makes its picture, and its refused ops change nothing`, () => {
    const vector = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
    const raster = new Raster(vector.width, vector.height);
    for (const { name: what, hex, error } of vector.ops) {
      const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
      const reader = new ByteReader(bytes);
      const op = readOp(reader);
      assert.equal(reader.left, 0, what);
      assert.deepEqual(encodeOp(op), bytes, what);
      const before = raster.hash();
      assert.equal(attempt(raster, op), error, what);
      if (error) assert.equal(raster.hash(), before, what);
    }
    const expected = decodePng(new Uint8Array(readFileSync(new URL(`${name}.png`, folder))));
    assert.deepEqual(rgbOf(raster), rgbOf(expected));
    assert.equal(createHash('sha256').update(rgbOf(raster)).digest('hex'), vector.rgb_sha256);
  });
}
