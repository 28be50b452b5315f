import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateSync } from 'node:zlib';
import { inflate } from '../../web/client/inflate.js';
import { crc32, decodePng } from '../../web/client/png.js';
import { chunk, header, makePng } from './pngs.mjs';
import { eachSeed } from './seeds.mjs';

const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];

/** Bytes that compress in many ways: noise, runs, repeats from near and far. */
function mixedBytes(random, size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const end = Math.min(size, at + random.integer(1, 500));
    const kind = random.integer(0, 3);
    const value = random.integer(0, 255);
    const distance = random.integer(1, Math.max(at, 1));
    for (; at < end; ++at) {
      if (kind === 0) bytes[at] = random.integer(0, 255);
      else if (kind === 1) bytes[at] = value;
      else if (kind === 2) bytes[at] = at >= distance ? bytes[at - distance] : 0;
      else bytes[at] = random.integer(0, 3);
    }
  }
  return bytes;
}

test('what zlib deflated at any level and by any strategy is inflated to the same bytes', () => {
  eachSeed(60, (random) => {
    const bytes = mixedBytes(random, random.one([0, 1, 3, 100, 5_000, 70_000]));
    const options = { level: random.integer(0, 9), strategy: random.one(strategies), memLevel: random.integer(1, 9) };
    assert.deepEqual(
      inflate(new Uint8Array(deflateSync(bytes, options)), bytes.length),
      bytes,
      JSON.stringify(options),
    );
  });
});

test('damaged zlib data is refused and never read past its end', () => {
  eachSeed(200, (random) => {
    const bytes = mixedBytes(random, 2_000);
    const deflated = new Uint8Array(deflateSync(bytes, { strategy: random.one(strategies) }));
    const cut = deflated.slice(0, random.integer(0, deflated.length - 1));
    assert.throws(() => inflate(cut, bytes.length), { name: 'MalformedError' });
    deflated[random.integer(0, deflated.length - 1)] ^= 1 << random.integer(0, 7);
    let result = bytes;
    try {
      result = inflate(deflated, bytes.length);
    } catch (error) {
      assert.equal(error.name, 'MalformedError', error.stack);
    }
    assert.deepEqual(result, bytes, 'a bit that changes nothing is the only damage that may pass');
  });
});

test('inflating stops where more comes out than is expected', () => {
  const bomb = new Uint8Array(deflateSync(new Uint8Array(1_000_000)));
  assert.throws(() => inflate(bomb, 1_000), /more than the expected 1000 bytes/);
  assert.throws(() => inflate(bomb, 1_000_001), /1000000 bytes came out, 1000001 were expected/);
});

test('a PNG decodes to its pixels with every filter, in RGB and RGBA, with its data in one chunk or many', () => {
  eachSeed(100, (random) => {
    const width = random.integer(1, 40);
    const height = random.integer(1, 40);
    const channels = random.one([3, 4]);
    const rows = mixedBytes(random, width * height * channels);
    const filters = Array.from({ length: height }, () => random.integer(0, 4));
    const file = makePng({ width, height, channels, rows, filters, split: random.one([7, 1_000, Infinity]) });
    const image = decodePng(file);
    assert.deepEqual([image.width, image.height], [width, height]);
    for (let i = 0; i < width * height; ++i) {
      const expected = [...rows.subarray(channels * i, channels * (i + 1)), 255].slice(0, 4);
      assert.deepEqual([...image.pixels.subarray(4 * i, 4 * i + 4)], expected, `pixel ${i}`);
    }
  });
});

test('chunks that say something about colours change no pixel', () => {
  const file = makePng({ width: 2, height: 1, channels: 3, rows: [1, 2, 3, 4, 5, 6] });
  const gamma = chunk('gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f));
  const withGamma = Buffer.concat([file.subarray(0, 33), gamma, file.subarray(33)]);
  assert.deepEqual([...decodePng(new Uint8Array(withGamma)).pixels], [1, 2, 3, 255, 4, 5, 6, 255]);
});

test('a PNG that is not 8-bit RGB or RGBA, too large, or damaged is refused with the reason', () => {
  const file = makePng({ width: 3, height: 2, channels: 4, rows: new Uint8Array(24).fill(7) });
  const withHeader = (change) => {
    const data = header(3, 2, 4);
    change(data);
    return new Uint8Array(Buffer.concat([file.subarray(0, 8), chunk('IHDR', data), file.subarray(33)]));
  };
  assert.throws(() => decodePng(file, 2), /a side of 3, from 1 to 2 are read/);
  assert.throws(() => decodePng(withHeader((data) => (data[3] = 0))), /a side of 0/);
  assert.throws(() => decodePng(withHeader((data) => (data[8] = 16))), /16 bits with colour type 6/);
  assert.throws(() => decodePng(withHeader((data) => (data[9] = 3))), /8 bits with colour type 3/);
  assert.throws(() => decodePng(withHeader((data) => (data[12] = 1))), /interlaced/);
  assert.throws(() => decodePng(file.subarray(0, file.length - 1)), /cut short/);
  assert.throws(() => decodePng(file.subarray(1)), /signature/);
  const transparent = Buffer.concat([file.subarray(0, 33), chunk('tRNS', new Uint8Array(6)), file.subarray(33)]);
  assert.throws(() => decodePng(new Uint8Array(transparent)), /tRNS/);
  const damaged = Uint8Array.from(file);
  damaged[45] ^= 1;
  assert.throws(() => decodePng(damaged), /checksum of IDAT/);
});

test('the CRC is the one of the PNG specification', () => {
  assert.equal(crc32(Buffer.from('IEND')), 0xae426082);
});
