import { ByteWriter, MalformedError } from './bytes.js';

/**
 * The drawing ops, as plain objects and as bytes, little-endian:
 *
 *     op := u8 code, then
 *       1 pixel    u16 x, y                  colour
 *       2 rect     u16 x, y, w, h            colour
 *       3 line     i16 x0, y0, x1, y1  u8 width  colour
 *       4 ellipse  i16 cx, cy  u16 rx, ry    colour
 *       5 stroke   u8 width  colour  u16 n   n × (i16 x, i16 y)
 *       6 fill     u16 x, y                  colour
 *       7 patch    u16 x, y, w, h  u32 bytes  PNG
 *     colour := u8 r, g, b, a
 *
 * As an object an op is `{kind: 'rect', x, y, w, h, colour: {r, g, b, a}}` with the names above; a stroke has
 * `points: Int16Array` (x, y, x, y, …), a patch `png: Uint8Array`.
 */

export const patchSideMax = 256;
export const ellipseRadiusMax = 8191;
export const strokePointsMax = 0xffff;
/** The longest op that fits into the server's UPDATES. */
export const opBytesMax = 255 * 1024;

const kinds = [undefined, 'pixel', 'rect', 'line', 'ellipse', 'stroke', 'fill', 'patch'];

/** Reads the op at the front of `reader`; throws MalformedError where the code is unknown or the bytes end too early. */
export function readOp(reader) {
  const code = reader.u8();
  const kind = kinds[code];
  switch (kind) {
    case 'pixel':
    case 'fill':
      return { kind, x: reader.u16(), y: reader.u16(), colour: readColour(reader) };
    case 'rect':
      return { kind, x: reader.u16(), y: reader.u16(), w: reader.u16(), h: reader.u16(), colour: readColour(reader) };
    case 'line':
      return {
        kind,
        x0: reader.i16(),
        y0: reader.i16(),
        x1: reader.i16(),
        y1: reader.i16(),
        width: reader.u8(),
        colour: readColour(reader),
      };
    case 'ellipse':
      return {
        kind,
        cx: reader.i16(),
        cy: reader.i16(),
        rx: reader.u16(),
        ry: reader.u16(),
        colour: readColour(reader),
      };
    case 'stroke': {
      const width = reader.u8();
      const colour = readColour(reader);
      const raw = reader.take(4 * reader.u16());
      const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
      const points = new Int16Array(raw.length / 2);
      for (let i = 0; i < points.length; ++i) points[i] = view.getInt16(2 * i, true);
      return { kind, width, colour, points };
    }
    case 'patch':
      return {
        kind,
        x: reader.u16(),
        y: reader.u16(),
        w: reader.u16(),
        h: reader.u16(),
        png: reader.take(reader.u32()),
      };
    default:
      throw new MalformedError(`${code} is not the code of an op; known are 1 to 7`);
  }
}

function readColour(reader) {
  return { r: reader.u8(), g: reader.u8(), b: reader.u8(), a: reader.u8() };
}

/** The op's bytes; throws RangeError where a number does not fit its field. */
export function encodeOp(op) {
  const out = new ByteWriter(op.kind === 'stroke' ? 8 + 2 * op.points.length : 32);
  out.u8(kinds.indexOf(op.kind));
  switch (op.kind) {
    case 'pixel':
    case 'fill':
      out.u16(op.x).u16(op.y);
      break;
    case 'rect':
      out.u16(op.x).u16(op.y).u16(op.w).u16(op.h);
      break;
    case 'line':
      out.i16(op.x0).i16(op.y0).i16(op.x1).i16(op.y1).u8(op.width);
      break;
    case 'ellipse':
      out.i16(op.cx).i16(op.cy).u16(op.rx).u16(op.ry);
      break;
    case 'stroke':
      writeColour(out.u8(op.width), op.colour).u16(op.points.length / 2);
      for (const value of op.points) out.i16(value);
      return out.done();
    case 'patch':
      return out.u16(op.x).u16(op.y).u16(op.w).u16(op.h).u32(op.png.length).bytes(op.png).done();
  }
  return writeColour(out, op.colour).done();
}

function writeColour(out, { r, g, b, a }) {
  return out.u8(r).u8(g).u8(b).u8(a);
}

/**
 * What is wrong with an op whatever the picture (the server answers `bad_data`): a sentence, or null.
 * Whether a patch's PNG is sound shows only when it is decoded.
 */
export function problemOf(op) {
  const zero = (name) => `${op.kind}: ${name} is 0 and must be at least 1`;
  switch (op.kind) {
    case 'rect':
      if (op.w === 0) return zero('w');
      return op.h === 0 ? zero('h') : null;
    case 'line':
      return op.width === 0 ? zero('width') : null;
    case 'stroke':
      if (op.width === 0) return zero('width');
      return op.points.length === 0 ? zero('the number of points') : null;
    case 'ellipse':
      for (const name of ['rx', 'ry']) {
        if (op[name] < 1 || op[name] > ellipseRadiusMax) {
          return `ellipse: ${name} is ${op[name]} and must be from 1 to ${ellipseRadiusMax}`;
        }
      }
      return null;
    case 'patch':
      for (const name of ['w', 'h']) {
        if (op[name] < 1 || op[name] > patchSideMax) {
          return `patch: ${name} is ${op[name]} and must be from 1 to ${patchSideMax}`;
        }
      }
      return null;
    default:
      return null;
  }
}
