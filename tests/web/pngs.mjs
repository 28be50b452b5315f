import { deflateSync } from 'node:zlib';
import { crc32 } from '../../web/client/png.js';

/** PNGs made by another deflate than the one under test: `filters` is one filter for each row, or one for all. */
export function makePng({ width, height, channels, rows, filters = 0, level = 6, split = Infinity, strategy = 0 }) {
  const length = width * channels;
  const filtered = new Uint8Array((length + 1) * height);
  for (let y = 0; y < height; ++y) {
    const filter = Array.isArray(filters) ? filters[y] : filters;
    filtered[y * (length + 1)] = filter;
    for (let i = 0; i < length; ++i) {
      filtered[y * (length + 1) + 1 + i] = rows[y * length + i] - predicted(rows, filter, y, i, length, channels);
    }
  }
  const data = deflateSync(filtered, { level, strategy });
  const parts = [Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10), chunk('IHDR', header(width, height, channels))];
  for (let at = 0; at < data.length; at += split) parts.push(chunk('IDAT', data.subarray(at, at + split)));
  parts.push(chunk('IEND', new Uint8Array(0)));
  return new Uint8Array(Buffer.concat(parts));
}

/** A PNG of RGBA pixels, with alpha. */
export function pngOf(width, height, pixels) {
  return makePng({ width, height, channels: 4, rows: pixels });
}

export function header(width, height, channels) {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data.set([8, channels === 4 ? 6 : 2], 8);
  return data;
}

export function chunk(type, data) {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; ++i) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function predicted(rows, filter, y, i, length, channels) {
  const at = y * length + i;
  const left = i < channels ? 0 : rows[at - channels];
  const up = y === 0 ? 0 : rows[at - length];
  const corner = y === 0 || i < channels ? 0 : rows[at - length - channels];
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return Math.floor((left + up) / 2);
  if (filter !== 4) return 0;
  const nearest = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  return [left, up, corner][nearest.indexOf(Math.min(...nearest))];
}
