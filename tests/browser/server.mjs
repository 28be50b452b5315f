import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = process.env.ATELIER_BIN_DIR ?? path.join(root, 'build/release/bin');
/** How long a start or a stop may take on a slow machine, in milliseconds. */
const patience = 60_000;

/** A server of its own data folder, which can die and come back at the same address. */
export class Server {
  #folder = mkdtempSync(path.join(tmpdir(), 'atelier-browser-'));
  #process = null;
  #log = [];
  url = null;

  /** Starts it; after the first time, at the address that it had. */
  async start() {
    const http = this.url ? new URL(this.url).host : '127.0.0.1:0';
    const args = ['--data', path.join(this.#folder, 'data'), '--http', http];
    this.#process = spawn(path.join(programs, 'atelierd'), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (text) => this.#log.push(text));
    const lines = createInterface({ input: this.#process.stdout });
    const ready = new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        this.#log.push(`${line}\n`);
        this.url = /listening on (http:\S+)/.exec(line)?.[1].replace(/\/$/, '') ?? this.url;
        if (/\bready\b/.test(line)) resolve();
      });
      this.#process.on('error', reject);
      this.#process.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.log}`)));
      setTimeout(() => reject(new Error(`the server was not ready in time:\n${this.log}`)), patience).unref();
    });
    await ready;
  }

  /** Ends it like a power cut of the process. */
  async kill() {
    await this.#signal('SIGKILL');
  }

  /** Asks it to stop; returns its exit code. */
  async stop() {
    return this.#signal('SIGTERM');
  }

  async #signal(name) {
    if (!this.#process || this.#process.exitCode !== null) return this.#process?.exitCode ?? 0;
    const ended = once(this.#process, 'exit');
    this.#process.kill(name);
    const [code] = await ended;
    return code;
  }

  /** Runs the command line client to its end; returns what it printed. */
  async command(...args) {
    const address = `ws${this.url.slice('http'.length)}/ws`;
    const child = spawn(path.join(programs, 'atelier'), ['--connect', address, ...args]);
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => printed.push(text));
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`atelier ${args.join(' ')} ended with ${code}: ${printed.join('')}`);
    return printed.join('');
  }

  async json(path, options) {
    const response = await fetch(this.url + path, options);
    const body = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(body));
    return body;
  }

  async addPicture(name, width, height) {
    const body = JSON.stringify({ name, width, height });
    return this.json('/pictures', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  }

  /** The picture's PNG as the server makes it now. */
  async png(id) {
    const response = await fetch(`${this.url}/pictures/${id}.png`);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  path(name) {
    return path.join(this.#folder, name);
  }

  /** What it wrote so far. */
  get log() {
    return this.#log.join('');
  }

  async remove() {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
