/** plots.mjs RESULTS.json FOLDER: draws the results of a whole run as PNGs, by gnuplot. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../runner/child.mjs';
import { figure } from '../runner/format.mjs';
import { servers } from '../runner/servers.mjs';
import { medianAt } from '../runner/statistics.mjs';

const here = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/**
 * Each plot: its file, gnuplot's script, its texts, the figures of its rows as `[head, scenario, path, factor]`, and by
 * which of them the rows are sorted.
 */
const plots = [
  {
    file: 'bench-cpu.png',
    script: 'dots.gp',
    heading: 'CPU that one delivered op costs the server',
    axis: 'µs per op and viewer, logarithmic · closed loop, 64 ops in flight for each sender · less is better',
    unit: 'viewers',
    figures: [10, 100, 1000].map((viewers) => [`${viewers}`, `closed-${viewers}-64`, 'cpu_per_million', 1]),
    sortBy: 1,
  },
  {
    file: 'bench-latency.png',
    script: 'dots.gp',
    heading: 'How long an op takes to come back',
    axis: 'milliseconds, logarithmic · open loop, 1,000 ops/s to 100 viewers · less is better',
    unit: 'ms',
    figures: [
      ['p50', 'open-100-1000', 'latency_ms.p50', 1],
      ['p99', 'open-100-1000', 'latency_ms.p99', 1],
    ],
    sortBy: 0,
  },
  {
    file: 'bench-idle.png',
    script: 'bars.gp',
    heading: 'Memory that an idle connection takes',
    axis: "KB per connection, of 10,000 · resident memory of the server, and the kernel's buffers · less is better",
    unit: 'KB',
    figures: [
      ['server', 'idle-10000', 'rss_bytes_per_connection', 1e-3],
      ['kernel', 'idle-10000', 'kernel_bytes_per_connection', 1e-3],
    ],
    sortBy: 0,
  },
];

/** The servers that have the figure by which a plot is sorted, the least first: `{name, label, values}`. */
export function rowsOf({ figures, sortBy }, scenarios) {
  const row = ([name, { label }]) => {
    const results = figures.map(([, scenario]) => scenarios[scenario]?.[name]);
    const values = figures.map(([, , at, factor], i) => medianAt(results[i], at) * factor);
    return { name, label, values, diverged: results.some((result) => result?.order === 'diverged') };
  };
  return Object.entries(servers)
    .map(row)
    .filter(({ values }) => Number.isFinite(values[sortBy]))
    .sort((a, b) => a.values[sortBy] - b.values[sortBy]);
}

/** The lines that gnuplot reads. */
export function dataLines(rows) {
  return rows.map(({ name, label, values, diverged }, row) => {
    const known = values.filter(Number.isFinite);
    const title = (name === 'atelier' ? `{/:Bold ${label}}` : label) + (diverged ? ' *' : '');
    const cells = values.map((value) => (Number.isFinite(value) ? value : '?'));
    return [row, JSON.stringify(title), Math.min(...known), Math.max(...known), ...cells].join(' ');
  });
}

/** Draws one plot; returns its path, or nothing where the results lack it. */
async function draw(plot, scenarios, folder, work) {
  const rows = rowsOf(plot, scenarios);
  if (rows.length === 0) return [];
  const data = path.join(work, `${plot.file}.dat`);
  const output = path.join(folder, plot.file);
  writeFileSync(data, `${dataLines(rows).join('\n')}\n`);
  const { heading, axis, unit, figures } = plot;
  const settings = {
    ...{ folder: here, data, output, heading, axis, unit },
    note: rows.some(({ diverged }) => diverged) ? '* its viewers saw different orders' : '',
    heads: figures.map(([head]) => head).join(' '),
    texts: rows.flatMap(({ values }) => values.map(figure)).join(' '),
    rows: rows.length,
    series: figures.length,
    ours: rows.findIndex(({ name }) => name === 'atelier'),
  };
  const told = Object.entries(settings).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? quoted(value) : value}`,
  );
  await run(['gnuplot', '-e', told.join('; '), path.join(here, plot.script)]);
  return [output];
}

/** Draws what the results have figures for into a folder, which is made where it is missing; returns the files. */
export async function drawPlots({ scenarios }, folder) {
  const work = mkdtempSync(path.join(tmpdir(), 'atelier-plots-'));
  mkdirSync(folder, { recursive: true });
  try {
    const drawn = [];
    for (const plot of plots) drawn.push(...(await draw(plot, scenarios, folder, work)));
    return drawn;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , results, folder] = process.argv;
  if (!results || !folder) {
    console.error('usage: node bench/plots/plots.mjs RESULTS.json FOLDER');
    process.exit(2);
  }
  const drawn = await drawPlots(JSON.parse(readFileSync(results, 'utf8')), folder);
  console.log(drawn.map((file) => `written: ${file}`).join('\n'));
}
