import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataLines, rowsOf } from '../../bench/plots/plots.mjs';
import { duration, figure, percent, ratio, table } from '../../bench/runner/format.mjs';
import { gatesOf } from '../../bench/runner/gates.mjs';
import { gateLines, scenarioLines, soakMemory } from '../../bench/runner/report.mjs';
import { readableJson, rounded } from '../../bench/runner/results_file.mjs';
import { scenarios } from '../../bench/runner/scenarios.mjs';
import { combine } from '../../bench/runner/statistics.mjs';
import { loopResult } from './samples.mjs';

const closed = scenarios.find(({ name }) => name === 'closed-10-64');
const measured = (values, changes) => combine(values.map((cpu) => loopResult({ cpu_per_million: cpu, ...changes })));

test('figures have three significant digits', () => {
  const written = [0, 0.00594, 0.0156, 0.2, 3.14159, 12.34, 123.4, 1234.5, 1_250_000];
  assert.deepEqual(written.map(figure), [
    '0',
    '0.00594',
    '0.0156',
    '0.200',
    '3.14',
    '12.3',
    '123',
    '1,235',
    '1,250,000',
  ]);
  assert.deepEqual([undefined, null, NaN].map(figure), ['–', '–', '–']);
  assert.deepEqual([1.234, 12.3, NaN].map(ratio), ['1.23 ×', '12 ×', '–']);
  assert.equal(percent(0.876), '88 %');
});

test('durations are said as people do', () => {
  assert.deepEqual([-1, 7.4, 75, 7265].map(duration), ['0 s', '7 s', '1:15 min', '2:01 h']);
});

test('columns of a table are as wide as they must be', () => {
  const lines = table(
    ['', 'p50'],
    [
      ['relay', '0.2'],
      ['é', '12.25'],
    ],
  );
  assert.deepEqual(lines, ['         p50', '────────────', 'relay    0.2', 'é      12.25']);
});

test('a scenario shows its range, its ratios, and who diverged', () => {
  const results = {
    atelier: measured([0.03, 0.02, 0.05], { dialect: 'atelier', server_threads: { pool: 3, storage: 1 } }),
    relay: measured([0.01]),
    nats: measured([0.3], { dialect: 'nats', order: 'diverged' }),
  };
  const text = scenarioLines(closed, results).join('\n');
  assert.match(text, /^atelier +0\.0300 \(0\.0200–0\.0500\) +3\.00 × +– /m);
  assert.match(text, /^nats\* +0\.300 +30 ×/m);
  assert.match(text, /^\* its viewers saw different orders$/m);
  assert.match(text, /^CPU by thread, atelier: pool 75 %, storage 25 %$/m);
  assert.doesNotMatch(text, /undefined|NaN/);
});

test('every kind of scenario has a table, also of results that lack everything', () => {
  for (const scenario of scenarios) {
    const results = { atelier: { dialect: 'atelier', benchmarks: {} } };
    assert.doesNotMatch(scenarioLines(scenario, results).join('\n'), /undefined|NaN/, scenario.name);
    assert.equal(scenarioLines(scenario, {}).at(-1), 'no measurement of it worked');
  }
});

test('gates say which was reached', () => {
  const results = {
    'closed-10-64': { atelier: measured([0.02]), relay: measured([0.01]) },
    'idle-10000': { atelier: combine([{ rss_bytes_per_connection: 13_000 }]) },
  };
  const text = gateLines(gatesOf(results)).join('\n');
  assert.match(
    text,
    /10 viewers, 64 in flight, against the relay +2\.00 × +≤ 6\.00 × +≤ 3\.00 × +reached, the goal too$/m,
  );
  assert.match(text, /an idle connection, RSS +13\.0 KB +≤ 12\.0 KB +≤ 8\.00 KB +NOT REACHED$/m);
  assert.match(text, /ops made durable +≥ 500,000 ops\/s +not measured$/m);
});

test("a soak's memory is that after the joins and that at the end", () => {
  const mebibytes = [...Array(10).fill(1), ...Array(10).fill(400), ...Array(70).fill(500), ...Array(10).fill(410)];
  const series = mebibytes.map((value) => value * 2 ** 20);
  assert.deepEqual(soakMemory({ rss_series: series }), { before: 400, after: 410 });
  assert.equal(soakMemory({ rss_series: series.slice(0, 3) }), undefined);
});

test('results are JSON again, with a line for each figure', () => {
  const results = rounded({ a: { median: 1 / 3, min: 0, max: 123_456_789 }, b: { c: [1, 2] }, d: undefined, e: [] });
  const text = readableJson(results);
  assert.deepEqual(JSON.parse(text), { a: { median: 0.333333, min: 0, max: 123_456_789 }, b: { c: [1, 2] }, e: [] });
  assert.match(text, /^ {2}"a": \{"median": 0.333333, "min": 0, "max": 123456789\},$/m);
});

test('a plot has a row for each server with its figure, the least first', () => {
  const plot = {
    figures: [
      ['10', 'closed-10-64', 'cpu_per_million', 1],
      ['100', 'closed-100-64', 'cpu_per_million', 1],
    ],
    sortBy: 0,
  };
  const rows = rowsOf(plot, {
    'closed-10-64': {
      atelier: measured([0.04]),
      relay: measured([0.01]),
      nats: measured([0.2], { order: 'diverged' }),
    },
    'closed-100-64': { atelier: measured([0.02]), ws: measured([3]) },
  });
  assert.deepEqual(dataLines(rows), [
    '0 "bare relay" 0.01 0.01 0.01 ?',
    '1 "{/:Bold Atelier}" 0.02 0.04 0.04 0.02',
    '2 "nats-server *" 0.2 0.2 0.2 ?',
  ]);
});
