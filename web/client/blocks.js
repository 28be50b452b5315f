import { ByteReader, ByteWriter, MalformedError } from './bytes.js';
import { readOp } from './ops.js';

/**
 * Binary messages, little-endian: one or more blocks one after another.
 *
 *     block    := u32 size (of what follows)  u8 kind  u8[3] zero  u32 picture  payload
 *     DRAW     (1, client → server) payload := u32 first_client_seq  op*
 *     UPDATES  (2, server → client) payload := u64 first_seq  run*
 *                run := u32 author  u32 first_client_seq  u16 count  op{count}
 *     SNAPSHOT (3, server → client) payload := u64 seq  u16 width  u16 height  u8 encoding  u8[3] zero  bytes
 *     DURABLE  (4, server → client) payload := u64 seq
 *     CURSOR   (5) client: i16 x, y   server: (u32 author  i16 x, y)*
 *     CHUNK    (6) u32 transfer  u64 offset  bytes
 */

const kinds = [undefined, 'draw', 'updates', 'snapshot', 'durable', 'cursor', 'chunk'];
const encodings = ['png', 'raw'];
const headerBytes = 8;

/** DRAWs are cut here, so that one is far below the server's limit on a message. */
export const drawBytesMax = 256 * 1024;

/**
 * Decodes a whole message of the server (or, for DRAW, of a client). Blocks of a kind that is not known are left out;
 * anything else that is wrong throws MalformedError.
 * @param {ArrayBuffer|Uint8Array} message
 * @returns {object[]} `{kind, picture, …}` with the fields above in camelCase; cursors as `cursors: [{author, x, y}]`
 */
export function readBlocks(message) {
  const reader = new ByteReader(message instanceof Uint8Array ? message : new Uint8Array(message));
  const blocks = [];
  while (reader.left > 0) {
    const size = reader.u32();
    if (size < headerBytes) throw new MalformedError(`a block's size is ${size} and must be at least ${headerBytes}`);
    const block = readBlock(new ByteReader(reader.take(size)));
    if (block) blocks.push(block);
  }
  return blocks;
}

function readBlock(reader) {
  const kind = kinds[reader.u8()];
  reader.zeros(3);
  const picture = reader.u32();
  const block = { kind, picture };
  switch (kind) {
    case 'draw':
      block.firstClientSeq = reader.u32();
      block.ops = readOps(reader, Infinity);
      break;
    case 'updates':
      block.firstSeq = reader.u64();
      block.runs = readRuns(reader);
      break;
    case 'snapshot':
      block.seq = reader.u64();
      block.width = reader.u16();
      block.height = reader.u16();
      block.encoding = readEncoding(reader);
      block.bytes = reader.rest();
      break;
    case 'durable':
      block.seq = reader.u64();
      break;
    case 'cursor':
      block.cursors = readCursors(reader);
      break;
    case 'chunk':
      block.transfer = reader.u32();
      block.offset = reader.u64();
      block.bytes = reader.rest();
      break;
    default:
      return null;
  }
  if (reader.left > 0) throw new MalformedError(`${reader.left} bytes too many in a block of kind ${kind}`);
  return block;
}

function readOps(reader, count) {
  const ops = [];
  while (ops.length < count && (reader.left > 0 || count !== Infinity)) ops.push(readOp(reader));
  return ops;
}

function readRuns(reader) {
  const runs = [];
  while (reader.left > 0) {
    const author = reader.u32();
    const firstClientSeq = reader.u32();
    runs.push({ author, firstClientSeq, ops: readOps(reader, reader.u16()) });
  }
  return runs;
}

function readEncoding(reader) {
  const code = reader.u8();
  reader.zeros(3);
  const encoding = encodings[code];
  if (!encoding) throw new MalformedError(`a snapshot's encoding is ${code}; known are 0 (PNG) and 1 (raw)`);
  return encoding;
}

function readCursors(reader) {
  // A client's own cursor is four bytes; the server's come in eights.
  if (reader.left === 4) return [{ author: null, x: reader.i16(), y: reader.i16() }];
  const cursors = [];
  while (reader.left > 0) cursors.push({ author: reader.u32(), x: reader.i16(), y: reader.i16() });
  return cursors;
}

function encodeBlock(kind, picture, payload) {
  const out = new ByteWriter(4 + headerBytes + payload.length);
  out
    .u32(headerBytes + payload.length)
    .u8(kinds.indexOf(kind))
    .zeros(3)
    .u32(picture);
  return out.bytes(payload).done();
}

/** @param {Uint8Array[]} ops encoded ops, whose numbers follow each other from `firstClientSeq` */
export function encodeDraw(picture, firstClientSeq, ops) {
  const out = new ByteWriter(1024).u32(firstClientSeq);
  for (const op of ops) out.bytes(op);
  return encodeBlock('draw', picture, out.done());
}

export function encodeClientCursor(picture, x, y) {
  return encodeBlock('cursor', picture, new ByteWriter().i16(x).i16(y).done());
}

/** @param {{author: number, firstClientSeq: number, ops: Uint8Array[]}[]} runs with encoded ops */
export function encodeUpdates(picture, firstSeq, runs) {
  const out = new ByteWriter(1024).u64(firstSeq);
  for (const { author, firstClientSeq, ops } of runs) {
    out.u32(author).u32(firstClientSeq).u16(ops.length);
    for (const op of ops) out.bytes(op);
  }
  return encodeBlock('updates', picture, out.done());
}

export function encodeSnapshot(picture, { seq, width, height, encoding, bytes }) {
  const out = new ByteWriter(32 + bytes.length).u64(seq).u16(width).u16(height);
  return encodeBlock('snapshot', picture, out.u8(encodings.indexOf(encoding)).zeros(3).bytes(bytes).done());
}

export function encodeDurable(picture, seq) {
  return encodeBlock('durable', picture, new ByteWriter().u64(seq).done());
}

export function encodeCursors(picture, cursors) {
  const out = new ByteWriter();
  for (const { author, x, y } of cursors) out.u32(author).i16(x).i16(y);
  return encodeBlock('cursor', picture, out.done());
}

export function encodeChunk(transfer, offset, bytes) {
  return encodeBlock('chunk', 0, new ByteWriter(16 + bytes.length).u32(transfer).u64(offset).bytes(bytes).done());
}
