import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions } from '../../bench/runner/options.mjs';
import { chooseScenarios, scenarioNames } from '../../bench/runner/scenarios.mjs';
import { serverNames } from '../../bench/runner/servers.mjs';
import { UsageError } from '../../bench/runner/usage_error.mjs';

const namesOf = (names, smoke = false) => chooseScenarios(names, smoke).map(({ name }) => name);

test('without arguments everything but the soak is measured, with every server', () => {
  const options = parseOptions([]);
  assert.deepEqual(options.servers, serverNames);
  assert.deepEqual(
    namesOf(options.scenarios),
    scenarioNames.filter((name) => name !== 'soak'),
  );
});

test('a smoke run has every scenario, and `all` stands for those that need not be named', () => {
  assert.deepEqual(namesOf([], true), scenarioNames);
  assert.deepEqual(namesOf(['all', 'soak']), scenarioNames);
  assert.ok(!namesOf(['all']).includes('soak'));
});

test('what the watermark lag is compared with is measured with it', () => {
  assert.deepEqual(namesOf(['durable']), ['durable', 'fdatasync']);
  assert.deepEqual(namesOf(['fdatasync']), ['fdatasync']);
});

test('options take their value attached or as the next argument', () => {
  const options = parseOptions(['soak', '--servers', 'ws,atelier', '--rounds=5', '--seconds', '0.5', '--json']);
  assert.deepEqual(options.servers, ['atelier', 'ws']);
  assert.equal(options.rounds, 5);
  assert.equal(options.seconds, 0.5);
  assert.equal(options.json, true);
  assert.deepEqual(options.scenarios, ['soak']);
});

test('a bad argument is named in one line that says what would be right', () => {
  const bad = [
    [['closed-10'], /no scenario 'closed-10'; there are: all closed-10-64/],
    [['--servers', 'bun,deno'], /no server 'deno'; there are: atelier relay bun/],
    [['--servers', ''], /--servers needs a value/],
    [['--rounds', '2.5'], /--rounds is '2.5'; it must be a whole number from 1 to 100/],
    [['--rounds', '0'], /--rounds is '0'/],
    [['--seconds', '-1'], /--seconds is '-1'; it must be a number above 0/],
    [['--seconds'], /--seconds needs a value/],
    [['--smoke=yes'], /--smoke takes no value; it has 'yes'/],
    [['--smoke', '--out', 'here'], /--out is 'here'; with --smoke nothing is kept/],
    [['--fast'], /no option '--fast'; --help shows them/],
  ];
  for (const [args, message] of bad) {
    assert.throws(
      () => parseOptions(args),
      (error) => {
        assert.ok(error instanceof UsageError, args.join(' '));
        assert.match(error.message, message);
        return !error.message.includes('\n');
      },
    );
  }
});
