import { scenarioNames } from './scenarios.mjs';
import { serverNames } from './servers.mjs';
import { UsageError } from './usage_error.mjs';

export const help = `bench/run [SCENARIO...] [OPTION...]: measures Atelier and its peers on the same work.

Scenarios, or all but soak when none is named; 'all' stands for these:
  ${scenarioNames.slice(0, 7).join(' ')}
  ${scenarioNames.slice(7).join(' ')}

Options:
  --servers A,B,...  only these of ${serverNames.join(',')}
  --rounds N         rounds over all servers, whose median counts (3)
  --seconds T        the measured window of every scenario that has one (each has its own)
  --smoke            every scenario for a second with small sizes: does it work? No figure counts, nothing is kept
  --json             the results as JSON on stdout, everything else on stderr
  --out FOLDER       results and plots go there (bench/results and docs; a run of only some of it draws no plots)
  --dry-run          only says what would be measured
  --help             this text

Exit codes: 0 measured, 1 something did not work, 2 a wrong option.`;

function positive(name, text, { whole, most }) {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > most || (whole && !Number.isInteger(value))) {
    const right = whole ? `a whole number from 1 to ${most}` : `a number above 0, at most ${most}`;
    throw new UsageError(`${name} is '${text}'; it must be ${right}`);
  }
  return value;
}

function known(what, name, names) {
  if (!names.includes(name)) throw new UsageError(`there is no ${what} '${name}'; there are: ${names.join(' ')}`);
  return name;
}

function serversOf(text) {
  const chosen = new Set(text.split(',').map((name) => known('server', name, serverNames)));
  return serverNames.filter((name) => chosen.has(name));
}

/** Reads the command line; throws a UsageError. Times are in seconds; what was not given is null. */
export function parseOptions(args) {
  const options = { scenarios: [], servers: serverNames, rounds: null, seconds: null, out: null };
  Object.assign(options, { smoke: false, json: false, dryRun: false, help: false });
  const flags = { '--smoke': 'smoke', '--json': 'json', '--dry-run': 'dryRun', '--help': 'help', '-h': 'help' };
  const valued = {
    '--servers': (text) => (options.servers = serversOf(text)),
    '--rounds': (text) => (options.rounds = positive('--rounds', text, { whole: true, most: 100 })),
    '--seconds': (text) => (options.seconds = positive('--seconds', text, { most: 86_400 })),
    '--out': (text) => (options.out = text),
  };

  const rest = [...args];
  while (rest.length > 0) {
    const [, name, , attached] = /^(--[^=]*)(=(.*))?$/s.exec(rest[0]) ?? [null, rest[0]];
    rest.shift();
    if (Object.hasOwn(flags, name)) {
      if (attached !== undefined) throw new UsageError(`${name} takes no value; it has '${attached}'`);
      options[flags[name]] = true;
    } else if (Object.hasOwn(valued, name)) {
      const value = attached ?? rest.shift();
      if (value === undefined || value === '') throw new UsageError(`${name} needs a value`);
      valued[name](value);
    } else if (name.startsWith('-')) {
      throw new UsageError(`there is no option '${name}'; --help shows them`);
    } else {
      options.scenarios.push(known('scenario', name, ['all', ...scenarioNames]));
    }
  }
  if (options.smoke && options.out !== null)
    throw new UsageError(`--out is '${options.out}'; with --smoke nothing is kept, so leave one of them out`);
  return options;
}
