import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCpuList } from '../../bench/runner/cores.mjs';
import { fitted } from '../../bench/runner/open_files.mjs';
import { chooseScenarios } from '../../bench/runner/scenarios.mjs';
import { schedule } from '../../bench/runner/schedule.mjs';

const planned = (names, options) =>
  schedule(chooseScenarios(names, false), { servers: ['atelier', 'relay', 'bun'], rounds: 3, ...options });

test('rounds go over all servers, and each begins with another one', () => {
  assert.deepEqual(
    planned(['closed-10-64']).map(({ round, subject }) => `${round} ${subject}`),
    [...['0 atelier', '0 relay', '0 bun'], ...['1 relay', '1 bun', '1 atelier'], ...['2 bun', '2 atelier', '2 relay']],
  );
});

test('scenarios come after one another, but those of a group take turns', () => {
  const names = planned(['closed-10-64', 'closed-100-1', 'durable']).map(({ scenario }) => scenario.name);
  assert.deepEqual(names.slice(0, 18), [...Array(9).fill('closed-10-64'), ...Array(9).fill('closed-100-1')]);
  assert.deepEqual(names.slice(18, 21).sort(), ['durable', 'durable', 'fdatasync']);
  assert.deepEqual(names.slice(21, 24).sort(), ['durable', 'durable', 'fdatasync']);
});

test('a scenario of Atelier alone is left out where Atelier is', () => {
  assert.deepEqual(planned(['joins'], { servers: ['bun'] }), []);
  assert.deepEqual(
    planned(['joins']).map(({ server }) => server),
    ['atelier', 'atelier', 'atelier'],
  );
});

test('a soak has one round, however many there are', () => {
  assert.equal(planned(['soak']).length, 1);
});

test('windows are those of the scenario unless they are given, and short in a smoke run', () => {
  assert.equal(planned(['open-100-1000'])[0].seconds, 10);
  assert.equal(planned(['open-100-1000'], { seconds: 3 })[0].seconds, 3);
  assert.equal(planned(['open-100-1000'], { smoke: true })[0].seconds, 1);
  assert.equal(planned(['restart'])[0].seconds, undefined);
});

test('a smoke run has small sizes', () => {
  assert.deepEqual(planned(['closed-1000-64'])[0].sizes, { viewers: 1000, 'in-flight': 64 });
  assert.deepEqual(planned(['closed-1000-64'], { smoke: true })[0].sizes, { viewers: 20, 'in-flight': 64 });
  assert.deepEqual(
    planned(['durable'], { smoke: true, rounds: 1 }).map(({ sizes }) => sizes.rate),
    [0, 5000, undefined],
  );
});

test('connections are as many as there can be open files', () => {
  assert.deepEqual(fitted({ connections: 10_000 }, 20_000), { connections: 10_000 });
  assert.deepEqual(fitted({ connections: 10_000 }, 1024), { connections: 824 });
  assert.deepEqual(fitted({ pictures: 1000, viewers: 10 }, 1024), { pictures: 82, viewers: 10 });
  assert.deepEqual(fitted({ viewers: 10 }, 1024), { viewers: 10 });
  assert.deepEqual(fitted({ connections: 10_000 }, Infinity), { connections: 10_000 });
});

test('the cores that this process may use are read from ranges', () => {
  assert.deepEqual(parseCpuList('0-1\n'), [0, 1]);
  assert.deepEqual(parseCpuList('3,5-7'), [3, 5, 6, 7]);
});
