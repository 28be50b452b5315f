import { run } from './child.mjs';
import { cores, pinned } from './cores.mjs';
import { programPath } from './paths.mjs';
import { servers } from './servers.mjs';

/** What the slowest peer may take beside the window, in seconds: to connect everybody and to deliver what is in flight. */
const slack = 180;

/** `true` is an option without a value. */
const argumentsOf = (options) =>
  Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, `${value}`]));

/** Runs the load generator against a server, on its own core; returns what it measured. */
export async function generate(scenario, { name, server, seconds, warmup, ...options }) {
  const { dialect } = servers[name];
  const told = { port: server.port, dialect, 'server-pid': server.pid, seconds, warmup, ...options };
  const command = [programPath('atelier-bench-load'), scenario, ...argumentsOf(told)];
  // The scenario of joins has two windows.
  const text = await run(pinned(cores.generator, command), { ms: 1000 * (2 * seconds + warmup + slack) });
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${command.join(' ')}: printed no JSON: '${text.slice(0, 200)}'`);
  }
}
