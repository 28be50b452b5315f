import { once } from 'node:events';
import { createServer } from 'node:net';
import { Child } from './child.mjs';
import { cores, pinned } from './cores.mjs';
import { servers } from './servers.mjs';

const readyMs = 120_000;
const stopMs = 30_000;

async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A server under test that is ready, on its core. */
export class ServerProcess {
  #child;
  #name;

  constructor(name, child, port, readyAfter) {
    this.#name = name;
    this.#child = child;
    this.port = port;
    /** Milliseconds from exec to `ready`. */
    this.readyAfter = readyAfter;
  }

  /** Starts it with its data in `folder`. */
  static async start(name, folder) {
    const { command, env } = servers[name];
    const place = { port: await freePort(), folder };
    const child = new Child(pinned(cores.server, command(place)), { env: env?.(place) });
    try {
      return new ServerProcess(name, child, place.port, await child.wrote(/\bready\b/, readyMs));
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`${name}: ${error.message}`);
    }
  }

  get pid() {
    return this.#child.pid;
  }

  /** Asks it to stop; throws where a clean stop is promised and it was none. */
  async stop() {
    this.#child.kill('SIGTERM');
    const { code, late } = await this.#child.end(stopMs);
    const { clean } = servers[this.#name];
    if (late) throw new Error(`${this.#name}: still there ${stopMs / 1000} s after SIGTERM\n${this.#child.log}`);
    if (clean !== undefined && code !== clean)
      throw new Error(`${this.#name}: ended with ${code} at SIGTERM\n${this.#child.log}`);
  }

  /** Ends it like a power cut of the process. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#child.ended;
  }

  /**
   * Runs `use(server)` with a server of its own that is stopped after it, and killed when something went wrong. Where
   * only the stop did, the error carries the `result`.
   */
  static async with(name, folder, use) {
    const server = await ServerProcess.start(name, folder);
    let result;
    try {
      result = await use(server);
      await server.stop();
      return result;
    } catch (error) {
      await server.kill();
      const log = server.#child.log;
      if (log && !error.message.includes(log)) error.message += `\nthe server wrote:\n${log}`;
      throw Object.assign(error, { result });
    }
  }
}
