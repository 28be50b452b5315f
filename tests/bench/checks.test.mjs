import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from '../../bench/runner/checks.mjs';
import { loopResult } from './samples.mjs';

test('a complete result in one order is right', () => {
  assert.equal(problemOf('closed', 'bun', loopResult()), null);
  assert.equal(problemOf('open', 'atelier', loopResult()), null);
});

test('only nats-server may diverge, and nobody may lose ops', () => {
  assert.equal(problemOf('closed', 'nats', loopResult({ order: 'diverged' })), null);
  assert.match(problemOf('closed', 'atelier', loopResult({ order: 'diverged' })), /different orders/);
  assert.match(problemOf('closed', 'nats', loopResult({ order: 'lost' })), /lost/);
});

test('a figure that is missing, or nothing at all that was delivered, is a problem', () => {
  assert.match(problemOf('closed', 'bun', loopResult({ cpu_per_million: undefined })), /no cpu_per_million/);
  assert.match(problemOf('closed', 'bun', loopResult({ latency_ms: {} })), /no latency_ms.p50/);
  assert.match(problemOf('closed', 'bun', loopResult({ delivered: 0 })), /delivered is 0/);
  assert.match(problemOf('soak', 'atelier', loopResult({ rss_series: [] })), /no rss_series/);
  assert.match(problemOf('engine', undefined, { benchmarks: {} }), /no benchmarks/);
});
