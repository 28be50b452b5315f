/**
 * What is measured. A scenario has a `kind` (which module measures it, and how it is shown), the `sizes` that its
 * program is told, smaller in a smoke run, `seconds` of its measured window where it has one, and `subjects(servers)`:
 * what takes turns within a round, each `{subject, server?, sizes?}`. Scenarios of one `group` share their rounds.
 * `overhead` is about how many seconds starting, filling and draining take.
 */
function everyServer(selected) {
  return selected.map((server) => ({ subject: server, server }));
}

function atelierOnly(selected) {
  return everyServer(selected.filter((server) => server === 'atelier'));
}

function closed(viewers, inFlight) {
  return {
    name: `closed-${viewers}-${inFlight}`,
    title: `closed loop, ${viewers} viewers, ${inFlight} in flight for each sender`,
    kind: 'closed',
    seconds: 5,
    overhead: 2,
    sizes: { viewers, 'in-flight': inFlight },
    smoke: { viewers: Math.min(viewers, 20) },
    subjects: everyServer,
  };
}

export const scenarios = [
  closed(10, 64),
  closed(100, 64),
  closed(1000, 64),
  closed(100, 1),
  closed(100, 1024),
  {
    name: 'open-100-1000',
    title: 'open loop, 100 viewers, 1,000 ops/s in total',
    kind: 'open',
    seconds: 10,
    overhead: 2,
    sizes: { viewers: 100, rate: 1000 },
    smoke: { viewers: 20, rate: 200 },
    subjects: everyServer,
  },
  {
    name: 'idle-10000',
    title: '10,000 idle connections',
    kind: 'idle',
    seconds: 3,
    overhead: 6,
    sizes: { connections: 10_000 },
    smoke: { connections: 200 },
    subjects: everyServer,
  },
  {
    name: 'joins',
    title: '100 newcomers, one after another, to a picture of 1000 × 1619 that 50 viewers draw on',
    kind: 'joins',
    seconds: 10,
    overhead: 20,
    sizes: { viewers: 50, newcomers: 100 },
    smoke: { viewers: 10, newcomers: 5 },
    subjects: atelierOnly,
  },
  {
    name: 'many',
    title: '1,000 pictures with 10 viewers each, 1,000 ops/s in total',
    kind: 'many',
    seconds: 30,
    overhead: 15,
    sizes: { pictures: 1000, viewers: 10, rate: 1000 },
    smoke: { pictures: 20, viewers: 5, rate: 200 },
    subjects: atelierOnly,
  },
  {
    name: 'durable',
    title: 'ops made durable, and how far the watermark lags behind',
    kind: 'durable',
    group: 'storage',
    seconds: 10,
    overhead: 2,
    sizes: { senders: 10 },
    smoke: {},
    subjects: (selected) =>
      atelierOnly(selected).flatMap(({ server }) => [
        { subject: 'as fast as it goes', server, sizes: { rate: 0, 'in-flight': 1024 } },
        { subject: '50,000 ops/s', server, sizes: { rate: 50_000, sleep: true }, smoke: { rate: 5000 } },
      ]),
  },
  {
    name: 'feed',
    title: 'a feed of 100,000 messages read by a newcomer, and heard by 1,000',
    kind: 'feed',
    seconds: 3,
    overhead: 20,
    sizes: { viewers: 1000, messages: 100_000, 'live-messages': 2000 },
    smoke: { viewers: 20, messages: 1000, 'live-messages': 50 },
    subjects: atelierOnly,
  },
  {
    name: 'fdatasync',
    title: 'fdatasync of 4 KiB appends on the same disk',
    kind: 'fdatasync',
    group: 'storage',
    seconds: 5,
    overhead: 0.2,
    sizes: {},
    smoke: {},
    subjects: () => [{ subject: 'disk' }],
  },
  {
    name: 'restart',
    title: 'from exec to ready with 10 million ops stored',
    kind: 'restart',
    overhead: 25,
    sizes: { ops: 10_000_000 },
    smoke: { ops: 100_000 },
    subjects: atelierOnly,
  },
  {
    name: 'engine',
    title: 'the engine alone, without sockets',
    kind: 'engine',
    overhead: 40,
    sizes: {},
    smoke: {},
    subjects: () => [{ subject: 'engine' }],
  },
  {
    name: 'soak',
    title: '1,000 pictures with 10 viewers each who come and go, 1,000 ops/s in total',
    kind: 'soak',
    onlyNamed: true,
    seconds: 1800,
    smokeSeconds: 2,
    once: true,
    overhead: 15,
    // Memory is what counts here, and for half an hour others need the core.
    sizes: { pictures: 1000, viewers: 10, rate: 1000, sleep: true },
    smoke: { pictures: 20, viewers: 5, rate: 200 },
    subjects: atelierOnly,
  },
];

export const scenarioNames = scenarios.map(({ name }) => name);

/** A gate on the watermark's lag compares it with the disk's, of the same run. */
const needs = { durable: ['fdatasync'] };

/** The scenarios of these names, `all` being those that need not be named; a smoke run has every one. */
export function chooseScenarios(names, smoke) {
  if (names.length === 0) return scenarios.filter(({ onlyNamed }) => smoke || !onlyNamed);
  const wanted = new Set(names.flatMap((name) => [name, ...(needs[name] ?? [])]));
  return scenarios.filter(({ name, onlyNamed }) => wanted.has(name) || (wanted.has('all') && !onlyNamed));
}
