import { MalformedError } from './bytes.js';
import { inflate } from './inflate.js';

/** Decodes PNGs as patches and snapshots carry them: 8-bit RGB or RGBA, not interlaced; profiles and gamma ignored. */

const signature = [137, 80, 78, 71, 13, 10, 26, 10];

const crcTable = new Uint32Array(256);
for (let i = 0; i < 256; ++i) {
  let value = i;
  for (let bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  crcTable[i] = value;
}

/** CRC-32 as in ISO 3309. */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (let i = 0; i < bytes.length; ++i) value = crcTable[(value ^ bytes[i]) & 0xff] ^ (value >>> 8);
  return ~value >>> 0;
}

function* chunks(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  if (signature.some((byte, i) => file[i] !== byte)) throw new MalformedError('PNG: the signature is missing');
  for (let at = 8; ;) {
    if (at + 12 > file.length) throw new MalformedError('PNG: cut short before IEND');
    const length = view.getUint32(at);
    if (length > file.length - at - 12) throw new MalformedError(`PNG: a chunk of ${length} bytes is cut short`);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) {
      throw new MalformedError(`PNG: the checksum of ${type} is wrong`);
    }
    yield { type, data: file.subarray(at + 8, at + 8 + length) };
    if (type === 'IEND') return;
    at += 12 + length;
  }
}

function readHeader({ type, data }, sideMax) {
  if (type !== 'IHDR' || data.length !== 13) throw new MalformedError(`PNG: begins with ${type}, not with IHDR`);
  const view = new DataView(data.buffer, data.byteOffset, 13);
  const header = { width: view.getUint32(0), height: view.getUint32(4), channels: data[9] === 6 ? 4 : 3 };
  const [depth, colourType, compression, filter, interlace] = data.subarray(8);
  if (depth !== 8 || (colourType !== 2 && colourType !== 6)) {
    throw new MalformedError(`PNG: ${depth} bits with colour type ${colourType}; 8 bits with type 2 or 6 are read`);
  }
  if (compression !== 0 || filter !== 0 || interlace !== 0)
    throw new MalformedError('PNG: interlaced ones are not read');
  for (const side of [header.width, header.height]) {
    if (side < 1 || side > sideMax) throw new MalformedError(`PNG: a side of ${side}, from 1 to ${sideMax} are read`);
  }
  return header;
}

function joined(parts) {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function paeth(left, up, corner) {
  const p = left + up - corner;
  const toLeft = Math.abs(p - left);
  const toUp = Math.abs(p - up);
  const toCorner = Math.abs(p - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Undoes the filter of the row at `at`, in place; the row before it is already undone. */
function unfilter(rows, filter, at, length, channels, first) {
  const above = at - length - 1;
  switch (filter) {
    case 0:
      break;
    case 1:
      for (let i = channels; i < length; ++i) rows[at + i] += rows[at + i - channels];
      break;
    case 2:
      if (!first) for (let i = 0; i < length; ++i) rows[at + i] += rows[above + i];
      break;
    case 3:
      for (let i = 0; i < length; ++i) {
        const left = i < channels ? 0 : rows[at + i - channels];
        rows[at + i] += (left + (first ? 0 : rows[above + i])) >> 1;
      }
      break;
    case 4:
      for (let i = 0; i < length; ++i) {
        const left = i < channels ? 0 : rows[at + i - channels];
        const up = first ? 0 : rows[above + i];
        const corner = first || i < channels ? 0 : rows[above + i - channels];
        rows[at + i] += paeth(left, up, corner);
      }
      break;
    default:
      throw new MalformedError(`PNG: ${filter} is no filter, known are 0 to 4`);
  }
}

/**
 * Decodes a PNG whose sides are at most `sideMax`; throws MalformedError for anything else.
 * @param {Uint8Array} file
 * @returns {{width: number, height: number, pixels: Uint8ClampedArray}} RGBA rows, top to bottom; RGB has alpha 255
 */
export function decodePng(file, sideMax = 65535) {
  let header;
  const data = [];
  for (const chunk of chunks(file)) {
    if (!header) header = readHeader(chunk, sideMax);
    else if (chunk.type === 'IDAT') data.push(chunk.data);
    else if (chunk.type === 'tRNS') throw new MalformedError('PNG: a transparent colour (tRNS) is not read');
  }
  if (data.length === 0) throw new MalformedError('PNG: there is no IDAT');
  const { width, height, channels } = header;
  const rowBytes = width * channels;
  const rows = inflate(joined(data), (rowBytes + 1) * height);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, to = 0; y < height; ++y) {
    let at = y * (rowBytes + 1) + 1;
    unfilter(rows, rows[at - 1], at, rowBytes, channels, y === 0);
    if (channels === 4) {
      pixels.set(rows.subarray(at, at + rowBytes), to);
      to += rowBytes;
      continue;
    }
    for (const end = at + rowBytes; at < end; at += 3, to += 4) {
      pixels[to] = rows[at];
      pixels[to + 1] = rows[at + 1];
      pixels[to + 2] = rows[at + 2];
      pixels[to + 3] = 255;
    }
  }
  return { width, height, pixels };
}
