import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rounds } from '../../bench/runner/rounds.mjs';
import { combine, median, medianAt, quantile } from '../../bench/runner/statistics.mjs';
import { loopResult } from './samples.mjs';

test('the median is the middle, or the mean of the two in the middle', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([10, 9, 1, 2]), 5.5);
  assert.equal(median([7]), 7);
});

test('a quantile is a value that was there', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  assert.equal(quantile(hundred, 0.5), 50);
  assert.equal(quantile(hundred, 0.99), 99);
  assert.equal(quantile(hundred, 1), 100);
  assert.equal(quantile([4], 0.01), 4);
});

test('rounds become median, least and largest, however deep', () => {
  const rounds = [0.3, 0.1, 0.2].map((p50) => ({ cpu_per_million: 10 * p50, latency_ms: { p50 } }));
  const combined = combine(rounds);
  assert.deepEqual(combined.latency_ms.p50, { median: 0.2, min: 0.1, max: 0.3 });
  assert.equal(medianAt(combined, 'cpu_per_million'), 2);
  assert.equal(medianAt(combined, 'latency_ms.p50'), 0.2);
  assert.equal(medianAt(combined, 'latency_ms.p99'), undefined);
  assert.equal(medianAt(undefined, 'latency_ms.p99'), undefined);
});

test('what a run was told stays as it is, and the worst order is kept', () => {
  const combined = combine([
    { viewers: 10, dialect: 'nats', order: 'one' },
    { viewers: 10, dialect: 'nats', order: 'diverged' },
    { viewers: 10, dialect: 'nats', order: 'one' },
  ]);
  assert.deepEqual(combined, { viewers: 10, dialect: 'nats', order: 'diverged' });
});

test('a rate that the rounds found by themselves is a figure', () => {
  const combined = combine([{ rate: 100 }, { rate: 300 }, { rate: 250 }]);
  assert.deepEqual(combined, { rate: { median: 250, min: 100, max: 300 } });
});

test('a thread that only some rounds had counts in those', () => {
  const combined = combine([{ server_threads: { pool: 1 } }, { server_threads: { pool: 3, storage: 0.5 } }]);
  assert.deepEqual(combined.server_threads.storage, { median: 0.5, min: 0.5, max: 0.5 });
  assert.equal(combined.server_threads.pool.median, 2);
});

test('a long series is thinned', () => {
  const { rss_series: series } = combine([{ rss_series: Array.from({ length: 1800 }, (_, i) => i) }]);
  assert.equal(series.length, 360);
  assert.deepEqual(series.slice(0, 3), [0, 5, 10]);
});

const scenario = { name: 'closed-10-64', kind: 'closed' };
const measurement = (subject, round) => ({ scenario, subject, server: subject, round });

test('a measurement that fails is a problem, and the others count', async () => {
  const due = [measurement('bun', 0), measurement('ws', 0), measurement('bun', 1), measurement('ws', 1)];
  const rounds = new Rounds(due);
  assert.equal(await rounds.take(due[0], async () => loopResult({ ops: 10 })), null);
  assert.equal(await rounds.take(due[1], () => Promise.reject(new Error('it ended'))), 'it ended');
  assert.equal(await rounds.take(due[2], async () => loopResult({ ops: 30 })), null);
  assert.equal(rounds.isComplete('closed-10-64'), false);
  assert.match(await rounds.take(due[3], async () => loopResult({ order: 'diverged' })), /different orders/);
  assert.equal(rounds.isComplete('closed-10-64'), true);
  assert.deepEqual(rounds.problems, [
    'closed-10-64, ws, round 1: it ended',
    'closed-10-64, ws, round 2: its viewers saw different orders',
  ]);
  const results = rounds.results('closed-10-64');
  assert.equal(results.bun.rounds, 2);
  assert.equal(medianAt(results.bun, 'ops'), 20);
  assert.equal(results.ws.rounds, 1);
});

test('a result counts where only what came after it failed', async () => {
  const rounds = new Rounds([measurement('atelier', 0)]);
  const failed = Object.assign(new Error('ended with 7 at SIGTERM'), { result: loopResult({ ops: 10 }) });
  assert.equal(await rounds.take(measurement('atelier', 0), () => Promise.reject(failed)), 'ended with 7 at SIGTERM');
  assert.equal(medianAt(rounds.results('closed-10-64').atelier, 'ops'), 10);
  assert.equal(rounds.problems.length, 1);
});
