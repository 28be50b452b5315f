import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatesOf } from '../../bench/runner/gates.mjs';
import { resultsOf } from './samples.mjs';

const cpu = (scenario, subject, value) => [[scenario, subject, 'cpu_per_million'], value];
const gate = (results, name) => gatesOf(results).find((each) => each.name.includes(name));

test('without results no gate was measured, and all are listed', () => {
  const gates = gatesOf({});
  assert.equal(gates.length, 14);
  for (const { name, reached, goal_reached } of gates) assert.deepEqual([reached, goal_reached], [null, false], name);
});

test('CPU is compared with the relay of the same run', () => {
  const measured = (ours) => resultsOf([cpu('closed-10-64', 'atelier', ours), cpu('closed-10-64', 'relay', 0.01)]);
  const { value, limit, goal, reached, goal_reached } = gate(measured(0.05), '10 viewers, 64');
  assert.deepEqual([value, limit, goal, reached, goal_reached], [5, 6, 3, true, false]);
  assert.equal(gate(measured(0.02), '10 viewers, 64').goal_reached, true);
  assert.equal(gate(measured(0.07), '10 viewers, 64').reached, false);
  assert.equal(gate(resultsOf([cpu('closed-10-64', 'atelier', 1)]), '10 viewers, 64').reached, null);
});

test('the watermark lag is compared with the p99 of fdatasync', () => {
  const measured = (lag) =>
    resultsOf([
      [['durable', '50,000 ops/s', 'watermark_lag_ms', 'p99'], lag],
      [['fdatasync', 'disk', 'latency_ms', 'p99'], 2],
    ]);
  assert.equal(gate(measured(9), 'watermark lag').reached, true);
  assert.equal(gate(measured(11), 'watermark lag').reached, false);
});

test('more ops made durable are better, and less milliseconds of a restart', () => {
  const durable = (rate) => resultsOf([[['durable', 'as fast as it goes', 'durable_per_s'], rate]]);
  assert.equal(gate(durable(600_000), 'made durable').reached, true);
  assert.equal(gate(durable(400_000), 'made durable').reached, false);
  const restart = (kill, clean) =>
    resultsOf([
      [['restart', 'atelier', 'ready_ms', 'kill'], kill],
      [['restart', 'atelier', 'ready_ms', 'clean_stop'], clean],
    ]);
  assert.equal(gate(restart(1900, 20), 'restart').reached, true);
  assert.equal(gate(restart(20, 2100), 'restart').reached, false);
});

test("a join is compared with the others' p99 without joins", () => {
  const measured = (withJoins) =>
    resultsOf([
      [['joins', 'atelier', 'joins', 'p99_ms'], 120],
      [['joins', 'atelier', 'others', 'without', 'p99'], 3],
      [['joins', 'atelier', 'others', 'with', 'p99'], withJoins],
    ]);
  assert.equal(gate(measured(50), 'join under load').reached, true);
  assert.equal(gate(measured(50), "others' p99").reached, true);
  assert.equal(gate(measured(54), "others' p99").reached, false);
});

test("a single diverged measurement breaks Atelier's one order", () => {
  const orders = (second) =>
    resultsOf([
      [['closed-10-64', 'atelier', 'order'], 'one'],
      [['closed-10-64', 'nats', 'order'], 'diverged'],
      [['open-100-1000', 'atelier', 'order'], second],
    ]);
  assert.equal(gate(orders('one'), 'one order').reached, true);
  assert.equal(gate(orders('diverged'), 'one order').reached, false);
});
