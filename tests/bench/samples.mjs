/** A result of a closed or open loop, as the generator prints it. */
export function loopResult(changes = {}) {
  const latency = { p50: 0.2, p99: 0.9, p999: 3, max: 9, samples: 1000 };
  return {
    ...{ scenario: 'closed', dialect: 'raw', viewers: 10, ops: 5000, delivered: 50_000, delivered_per_s: 10_000 },
    ...{ cpu_per_million: 0.1, generator_cpu_share: 0.5, ops_per_message: 12, order: 'one', latency_ms: latency },
    ...changes,
  };
}

/** Results by scenario and subject, of numbers by `scenario.subject.path`, each with the median given. */
export function resultsOf(medians) {
  const results = {};
  for (const [place, value] of medians) {
    let within = results;
    for (const key of place.slice(0, -1)) within = within[key] ??= {};
    within[place.at(-1)] = typeof value === 'number' ? { median: value, min: value, max: value } : value;
  }
  return results;
}
