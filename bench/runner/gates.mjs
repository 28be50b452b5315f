import { medianAt } from './statistics.mjs';

const kilobyte = 1000;

/** What could not be computed was not measured. */
function atMost(name, value, limit, { goal, unit = '' } = {}) {
  const measured = Number.isFinite(value);
  const reached = measured ? value <= limit : null;
  return {
    name,
    value: measured ? value : undefined,
    limit,
    goal,
    unit,
    reached,
    goal_reached: measured && value <= goal,
  };
}

/**
 * What is to be reached, each `{name, value, limit, goal, unit, least, reached, goal_reached}`: `value` must be at most
 * `limit`, or where `least` is set at least; `reached` is null where the run did not measure it. `scenarios` holds the
 * combined results by scenario and subject.
 */
export function gatesOf(scenarios) {
  const figure = (scenario, subject, path) => medianAt(scenarios[scenario]?.[subject], path) ?? NaN;
  const against = (scenario, peer, path) => figure(scenario, 'atelier', path) / figure(scenario, peer, path);

  const closed = [10, 100, 1000].map((viewers) => {
    const value = against(`closed-${viewers}-64`, 'relay', 'cpu_per_million');
    return atMost(`CPU, ${viewers} viewers, 64 in flight, against the relay`, value, 6, { goal: 3, unit: ' ×' });
  });
  const more = figure('joins', 'atelier', 'others.with.p99') - figure('joins', 'atelier', 'others.without.p99');
  const lag = figure('durable', '50,000 ops/s', 'watermark_lag_ms.p99');
  const rate = figure('durable', 'as fast as it goes', 'durable_per_s');
  const ready = ['kill', 'clean_stop'].map((after) => figure('restart', 'atelier', `ready_ms.${after}`));
  const idle = figure('idle-10000', 'atelier', 'rss_bytes_per_connection');
  return [
    ...closed,
    atMost(
      'CPU, 100 viewers, 1 in flight, against the relay',
      against('closed-100-1', 'relay', 'cpu_per_million'),
      1.6,
      {
        unit: ' ×',
      },
    ),
    atMost('open loop, p50 against Bun', against('open-100-1000', 'bun', 'latency_ms.p50'), 1.15, { unit: ' ×' }),
    atMost('open loop, CPU against Bun', against('open-100-1000', 'bun', 'cpu_per_million'), 1.25, { unit: ' ×' }),
    atMost('an idle connection, RSS', idle / kilobyte, 12, { goal: 8, unit: ' KB' }),
    atMost('a join under load, p99', figure('joins', 'atelier', 'joins.p99_ms'), 250, { unit: ' ms' }),
    atMost("the others' p99, more than without joins", more, 50, { unit: ' ms' }),
    atLeast('ops made durable', rate, 500_000, ' ops/s'),
    atMost(
      'watermark lag p99 at 50,000 ops/s, against fdatasync',
      lag / figure('fdatasync', 'disk', 'latency_ms.p99'),
      5,
      {
        unit: ' ×',
      },
    ),
    atMost('restart after 10 million ops', Math.max(...ready) / 1000, 2, { unit: ' s' }),
    atMost('sync of a feed of 100,000 messages', figure('feed', 'atelier', 'sync_s'), 2, { unit: ' s' }),
    oneOrder(scenarios),
  ];
}

function atLeast(name, value, limit, unit) {
  const measured = Number.isFinite(value);
  const reached = measured ? value >= limit : null;
  return { name, value: measured ? value : undefined, limit, unit, least: true, reached, goal_reached: false };
}

/** Every viewer of Atelier saw one order, in everything that this run measured. */
function oneOrder(scenarios) {
  const orders = Object.values(scenarios).flatMap((results) => (results.atelier?.order ? [results.atelier.order] : []));
  const reached = orders.length > 0 ? orders.every((order) => order === 'one') : null;
  return { name: "one order for all of Atelier's viewers", unit: '', reached, goal_reached: false };
}
