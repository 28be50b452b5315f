import { readFileSync } from 'node:fs';

/** The numbers in a list such as `0-3,8`. */
export function parseCpuList(text) {
  return text
    .trim()
    .split(',')
    .flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}

function allowed() {
  const [, list] = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return parseCpuList(list);
}

const [first, second = first] = allowed();

/** The server has a core of its own and the generator another, where there are two. */
export const cores = { server: first, generator: second };

/** The command that runs this one on one core. */
export function pinned(core, command) {
  return ['taskset', '-c', `${core}`, ...command];
}
