/** A list begun `by` places later. */
function rotated(list, by) {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

/**
 * The measurements in their order: scenarios after one another, but those of a group together; within these round after
 * round, each over all subjects, so that a disturbance meets all alike, and beginning with another one each time, so that
 * nobody always follows the same one. Every measurement is `{scenario, subject, server, sizes, round, seconds, estimate}`.
 */
export function schedule(scenarios, { servers, rounds, seconds, smoke }) {
  const groups = new Map();
  for (const scenario of scenarios) {
    const group = scenario.group ?? scenario.name;
    groups.set(group, [...(groups.get(group) ?? []), ...measurementsOf(scenario, { servers, seconds, smoke })]);
  }
  const all = [];
  for (const measurements of groups.values()) {
    for (let round = 0; round < rounds; ++round) {
      const due = measurements.filter(({ scenario }) => round === 0 || !scenario.once);
      all.push(...rotated(due, round).map((measurement) => ({ ...measurement, round })));
    }
  }
  return all;
}

function measurementsOf(scenario, { servers, seconds, smoke }) {
  return scenario.subjects(servers).map(({ subject, server, sizes, smoke: smaller }) => {
    const window = scenario.seconds && (seconds ?? (smoke ? (scenario.smokeSeconds ?? 1) : scenario.seconds));
    return {
      scenario,
      subject,
      server,
      sizes: { ...scenario.sizes, ...sizes, ...(smoke && { ...scenario.smoke, ...smaller }) },
      seconds: window,
      estimate: (window ?? 0) + (smoke ? Math.min(1, scenario.overhead) : scenario.overhead),
    };
  });
}
