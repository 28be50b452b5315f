import { pngOf } from './pngs.mjs';

/** Ops of every kind around a picture of width × height: inside, across its edges, far outside, and extreme. */
export function randomOp(random, width, height) {
  const kind = random.one(['pixel', 'rect', 'line', 'ellipse', 'stroke', 'fill', 'patch']);
  const colour = randomColour(random);
  const near = (side) => random.integer(-3, side + 2);
  const signed = (side) => {
    if (random.chance(0.7)) return near(side);
    return random.one([-32768, 32767, random.integer(-32768, 32767), random.integer(-200, 200)]);
  };
  const unsigned = (side) =>
    random.chance(0.8) ? Math.max(0, near(side)) : random.one([0, 65535, random.integer(0, 65535)]);
  const size = (side) =>
    random.chance(0.8) ? random.integer(1, side + 3) : random.one([1, 65535, random.integer(1, 65535)]);
  const thickness = () => random.one([1, 1, 2, 3, 4, random.integer(1, 20), random.integer(1, 255), 255]);
  const radius = (side) => random.one([1, 2, random.integer(1, side), random.integer(1, 8191), 8191]);
  switch (kind) {
    case 'pixel':
    case 'fill':
      return { kind, x: unsigned(width), y: unsigned(height), colour };
    case 'rect':
      return { kind, x: unsigned(width), y: unsigned(height), w: size(width), h: size(height), colour };
    case 'line': {
      const [x0, y0] = [signed(width), signed(height)];
      const same = random.one([[x0, y0], [x0, signed(height)], [signed(width), y0], null, null, null]);
      const [x1, y1] = same ?? [signed(width), signed(height)];
      return { kind, x0, y0, x1, y1, width: thickness(), colour };
    }
    case 'ellipse':
      return { kind, cx: signed(width), cy: signed(height), rx: radius(width), ry: radius(height), colour };
    case 'stroke': {
      const points = new Int16Array(2 * random.one([1, 2, 3, random.integer(1, 12)]));
      for (let i = 0; i < points.length; i += 2) points.set([signed(width), signed(height)], i);
      return { kind, width: thickness(), colour, points };
    }
    case 'patch':
      return randomPatch(random, unsigned(width), unsigned(height));
  }
}

/** With `image`, the pixels that the reference lays down: [r, g, b, a] each. */
function randomPatch(random, x, y) {
  const [w, h] = [random.integer(1, 9), random.integer(1, 9)];
  const image = Array.from({ length: w * h }, () => Object.values(randomColour(random)));
  return { kind: 'patch', x, y, w, h, png: pngOf(w, h, image.flat()), image };
}

/** Few colours, so that areas of one colour come about. */
export function randomColour(random) {
  const value = () => random.one([0, 255, 255, 128, random.integer(0, 255)]);
  const alpha = random.one([0, 1, 254, 255, 255, 255, 255, random.integer(0, 255)]);
  return { r: value(), g: value(), b: value(), a: alpha };
}
