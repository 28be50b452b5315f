/** What a run is told rather than what it measures, unless its rounds differ in it. */
const parameters = ['viewers', 'senders', 'in_flight', 'rate', 'connections', 'pictures', 'newcomers', 'seconds'];
const orders = ['one', 'diverged', 'lost'];
const seriesMax = 360;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Every nth value, so that few enough are left. */
function thinned(series) {
  const step = Math.ceil(series.length / seriesMax);
  return series.filter((_, i) => i % step === 0);
}

function worstOrder(values) {
  return values.reduce((worst, order) => (orders.indexOf(order) > orders.indexOf(worst) ? order : worst));
}

function combineValue(key, values) {
  const last = values.at(-1);
  if (key === 'order') return worstOrder(values);
  const told = parameters.includes(key) && values.every((value) => value === last);
  if (typeof last === 'number' && !told) {
    const numbers = values.filter((value) => typeof value === 'number');
    return { median: median(numbers), min: Math.min(...numbers), max: Math.max(...numbers) };
  }
  if (Array.isArray(last)) return thinned(last);
  if (typeof last === 'object' && last !== null) return combine(values);
  return last;
}

/**
 * The rounds of one measurement as one: every number that was measured as `{median, min, max}` of the rounds that have
 * it, the worst order, and of everything else the last.
 */
export function combine(rounds) {
  const keys = new Set(rounds.flatMap((round) => Object.keys(round)));
  const entry = (key) => {
    const values = rounds.map((round) => round?.[key]).filter((value) => value !== undefined && value !== null);
    return values.length > 0 ? [[key, combineValue(key, values)]] : [];
  };
  return Object.fromEntries([...keys].flatMap(entry));
}

/** The median at a path such as `latency_ms.p50`, a plain number as it is; undefined where there is none. */
export function medianAt(result, path) {
  const found = path.split('.').reduce((value, key) => value?.[key], result);
  return typeof found === 'object' ? found?.median : found;
}

/** The quantile of a sorted list by the nearest rank. */
export function quantile(sorted, q) {
  return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length))) - 1];
}
