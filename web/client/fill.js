/**
 * Gives the 4-connected area of exactly the colour at (x, y) the colour `after`, which differs from it; calls
 * `changed(y, x0, x1)` for each span. Works off whole spans from a stack, so that it needs no deep recursion.
 * @param {Uint32Array} words one number for each pixel, row by row
 */
export function fillArea(words, width, x, y, after, changed) {
  const before = words[y * width + x];
  const seeds = [y * width + x];
  while (seeds.length > 0) {
    const seed = seeds.pop();
    if (words[seed] !== before) continue;
    const start = seed - (seed % width);
    let from = seed;
    while (from > start && words[from - 1] === before) --from;
    let to = seed + 1;
    while (to < start + width && words[to] === before) ++to;
    words.fill(after, from, to);
    changed(start / width, from - start, to - start);
    if (start > 0) pushRuns(words, before, from - width, to - width, seeds);
    if (start + width < words.length) pushRuns(words, before, from + width, to + width, seeds);
  }
}

/** Pushes the beginning of each run of the colour `before` in a part of a row. */
function pushRuns(words, before, from, to, seeds) {
  let inside = false;
  for (let at = from; at < to; ++at) {
    const same = words[at] === before;
    if (same && !inside) seeds.push(at);
    inside = same;
  }
}
