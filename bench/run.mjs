/** Measures Atelier and its peers; `--help` explains the options. bench/run installs and builds what this needs. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { drawPlots } from './plots/plots.mjs';
import { killAll } from './runner/child.mjs';
import { environment, environmentLines } from './runner/environment.mjs';
import { duration } from './runner/format.mjs';
import { gatesOf } from './runner/gates.mjs';
import { Measurer } from './runner/measure.mjs';
import { fitted, openFilesMax } from './runner/open_files.mjs';
import { help, parseOptions } from './runner/options.mjs';
import { peers, programPath, root } from './runner/paths.mjs';
import { Progress } from './runner/progress.mjs';
import { gateLines, scenarioLines } from './runner/report.mjs';
import { readableJson, rounded, writeResults } from './runner/results_file.mjs';
import { Rounds } from './runner/rounds.mjs';
import { chooseScenarios } from './runner/scenarios.mjs';
import { schedule } from './runner/schedule.mjs';
import { serverNames } from './runner/servers.mjs';
import { UsageError } from './runner/usage_error.mjs';
import { Workplace } from './runner/workplace.mjs';

/** What is to be measured, in its order. */
function plan(options) {
  const { servers, seconds, smoke } = options;
  const chosen = chooseScenarios(options.scenarios, smoke);
  const rounds = options.rounds ?? (smoke ? 1 : 3);
  const measurements = schedule(chosen, { servers, rounds, seconds, smoke });
  if (measurements.length === 0)
    throw new UsageError(`--servers is '${servers.join(',')}'; what is to be measured needs 'atelier' among them`);
  const filesMax = openFilesMax();
  return { rounds, measurements: measurements.map((each) => ({ ...each, sizes: fitted(each.sizes, filesMax) })) };
}

/** Says what would be measured. */
function describe({ measurements }) {
  const scenarios = new Map(measurements.map(({ scenario }) => [scenario.name, scenario]));
  for (const [name, { title }] of scenarios) {
    const subjects = new Set(
      measurements.filter(({ scenario }) => scenario.name === name).map(({ subject }) => subject),
    );
    console.log(`${name}: ${title}\n  ${[...subjects].join(', ')}`);
  }
  const seconds = measurements.reduce((sum, { estimate }) => sum + estimate, 0);
  console.log(`${measurements.length} measurements, about ${duration(seconds)}`);
}

/** Throws where something is not installed or built. */
function assertInstalled(measurements) {
  const servers = new Set(measurements.map(({ server }) => server));
  const kinds = new Set(measurements.map(({ scenario }) => scenario.kind));
  const needed = servers.size > 0 ? ['atelier-bench-load'] : [];
  if (servers.has('atelier')) needed.push('atelierd');
  if (servers.has('relay')) needed.push('atelier-bench-relay');
  if (kinds.has('engine')) needed.push('atelier-bench-engine');
  const files = [...needed.map(programPath), path.join(peers, 'node_modules')];
  const missing = files.find((file) => !existsSync(file));
  if (missing) throw new Error(`${missing} is missing; bench/run makes it`);
}

/** Carries out the plan and shows each scenario when it is complete. */
async function carryOut({ measurements, rounds: count }, { smoke, workplace, say }) {
  const measurer = new Measurer(workplace, { smoke });
  const rounds = new Rounds(measurements);
  const progress = new Progress(
    process.stderr,
    measurements.map(({ estimate }) => estimate),
  );
  for (const measurement of measurements) {
    const { scenario, subject, round, estimate } = measurement;
    progress.begin(`${scenario.name}  ·  round ${round + 1} of ${count}  ·  ${subject}`, estimate);
    const problem = await rounds.take(measurement, () => measurer.measure(measurement));
    progress.end();
    if (problem !== null) console.error(`FAILED ${rounds.problems.at(-1)}`);
    else if (smoke) say(`ok ${scenario.name} ${subject}`);
    if (!smoke && rounds.isComplete(scenario.name))
      say(scenarioLines(scenario, rounds.results(scenario.name)).join('\n'));
  }
  return rounds;
}

/** Where results and plots go: `[folder, name]` of the results, and the folder of the plots or null for none. */
function destination(options, workplace) {
  if (options.smoke) return { results: [workplace.path, 'latest.json'], plots: workplace.path };
  const names = options.scenarios;
  const whole = (names.length === 0 || names.includes('all')) && options.servers.length === serverNames.length;
  const folder = options.out ?? path.join(root, 'bench/results');
  const plots = options.out ?? path.join(root, 'docs');
  return { results: [folder, whole ? 'latest.json' : 'partial.json'], plots: whole ? plots : null };
}

async function measure(options, workplace) {
  const { smoke } = options;
  const say = options.json ? console.error : console.log;
  const what = plan(options);
  assertInstalled(what.measurements);
  const where = await environment(workplace.path);
  if (!smoke) say(environmentLines(where).join('\n'));

  const rounds = await carryOut(what, { smoke, workplace, say });
  const scenarios = rounds.all();
  const gates = gatesOf(scenarios);
  const { problems } = rounds;
  const results = rounded({ environment: where, rounds: what.rounds, gates, problems, scenarios });
  const { results: file, plots } = destination(options, workplace);
  const written = [writeResults(...file, results)];
  if (plots) written.push(...(await drawPlots(results, plots)));

  if (options.json) console.log(readableJson(results));
  if (smoke) {
    say(`${what.measurements.length - problems.length} passed, ${problems.length} failed`);
  } else {
    say(gateLines(gates).join('\n'));
    say(['', ...written.map((name) => `written: ${path.relative(process.cwd(), name)}`)].join('\n'));
  }
  return problems.length === 0 ? 0 : 1;
}

async function main(args) {
  const options = parseOptions(args);
  if (options.help) {
    console.log(help);
    return 0;
  }
  if (options.dryRun) {
    describe(plan(options));
    return 0;
  }
  const workplace = new Workplace();
  process.on('exit', () => {
    killAll();
    workplace.remove();
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    process.on(signal, () => process.exit(code));
  return measure(options, workplace);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`bench/run: ${error.message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
