import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { cores, pinned } from './cores.mjs';
import { generate } from './generator.mjs';
import { programPath } from './paths.mjs';
import { measureRestart } from './restart.mjs';
import { ServerProcess } from './server_process.mjs';

const fdatasyncScript = fileURLToPath(new URL('fdatasync.mjs', import.meta.url));
const engineMs = 600_000;

/** Carries out one measurement after another, each with a new server and a new data folder. */
export class Measurer {
  #workplace;
  #smoke;
  /** What the rounds of the restart share. */
  #restart = null;

  constructor(workplace, { smoke }) {
    this.#workplace = workplace;
    this.#smoke = smoke;
  }

  /** What one entry of the schedule gives, as the generator says it. */
  async measure(measurement) {
    switch (measurement.scenario.kind) {
      case 'fdatasync':
        return this.#fdatasync(measurement);
      case 'engine':
        return this.#engine();
      case 'restart':
        return this.#restarted(measurement);
      default:
        return this.#loaded(measurement);
    }
  }

  async #loaded({ scenario, server: name, sizes, seconds }) {
    const warmup = this.#smoke ? 0.2 : 1;
    return this.#workplace.with((folder) =>
      ServerProcess.with(name, folder, (server) =>
        generate(scenario.kind, { name, server, seconds, warmup, ...sizes }),
      ),
    );
  }

  async #fdatasync({ seconds }) {
    const command = (folder) => pinned(cores.server, [process.execPath, fdatasyncScript, folder, `${seconds}`]);
    return JSON.parse(await this.#workplace.with((folder) => run(command(folder), { ms: 60_000 + 1000 * seconds })));
  }

  async #engine() {
    const quick = this.#smoke ? ['--benchmark_min_time=0.01'] : [];
    const command = [programPath('atelier-bench-engine'), '--benchmark_format=json', ...quick];
    const { benchmarks } = JSON.parse(await run(pinned(cores.server, command), { ms: engineMs }));
    const figures = benchmarks.map(({ name, items_per_second, cpu_time, time_unit }) => {
      return [name, { items_per_second, [`cpu_time_${time_unit}`]: cpu_time }];
    });
    return { benchmarks: Object.fromEntries(figures) };
  }

  async #restarted({ sizes }) {
    const folder = this.#restart?.folder ?? this.#workplace.folder();
    const { result, filled } = await measureRestart(folder, {
      ops: sizes.ops,
      smoke: this.#smoke,
      filled: this.#restart?.filled,
    });
    this.#restart = { folder, filled };
    return result;
  }
}
