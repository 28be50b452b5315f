import { problemOf } from './checks.mjs';
import { combine } from './statistics.mjs';

/** The measurements as they come in: by scenario and subject what every round gave, and what did not work. */
export class Rounds {
  #rounds = new Map();
  #due = new Map();
  /** One line for each thing that did not work. */
  problems = [];

  constructor(measurements) {
    for (const { scenario, subject } of measurements) {
      if (!this.#rounds.has(scenario.name)) this.#rounds.set(scenario.name, new Map());
      this.#rounds.get(scenario.name).set(subject, []);
      this.#due.set(scenario.name, (this.#due.get(scenario.name) ?? 0) + 1);
    }
  }

  /** Takes what `measure()` resolves to, or why it failed and the `result` it had before; returns the problem, or null. */
  async take({ scenario, subject, server, round }, measure) {
    let problem;
    let result;
    try {
      result = await measure();
      problem = problemOf(scenario.kind, server, result);
    } catch (error) {
      problem = error.message;
      ({ result } = error);
    }
    if (result) this.#rounds.get(scenario.name).get(subject).push(result);
    this.#due.set(scenario.name, this.#due.get(scenario.name) - 1);
    if (problem !== null) this.problems.push(`${scenario.name}, ${subject}, round ${round + 1}: ${problem}`);
    return problem;
  }

  /** Whether a scenario has had all its measurements. */
  isComplete(name) {
    return this.#due.get(name) === 0;
  }

  /** A scenario's combined results by subject, without those of which every round failed. */
  results(name) {
    const measured = [...this.#rounds.get(name)].filter(([, rounds]) => rounds.length > 0);
    return Object.fromEntries(
      measured.map(([subject, rounds]) => [subject, { rounds: rounds.length, ...combine(rounds) }]),
    );
  }

  all() {
    return Object.fromEntries([...this.#rounds.keys()].map((name) => [name, this.results(name)]));
  }
}
