import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const logBytesMax = 8192;
const running = new Set();

/** Kills what still runs; for the end of this process. */
export function killAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** A program that runs: what it wrote, when it began, and how it ends. */
export class Child {
  #process;
  #stdout = '';
  #log = '';
  #waiting = new Set();
  /** Resolves to its exit code, 128 + the signal where one ended it. */
  ended;
  /** When it was started, as performance.now(). */
  began = performance.now();

  /** `keep` keeps all of stdout; otherwise it is part of the log, of which only the end is kept. */
  constructor([program, ...args], { env = {}, keep = false } = {}) {
    this.#process = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    running.add(this.#process);
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.setEncoding('utf8');
    this.#process.stdout.on('data', (text) => (keep ? (this.#stdout += text) : this.#take(text)));
    this.#process.stderr.on('data', (text) => this.#take(text));
    this.ended = new Promise((resolve) => {
      this.#process.on('error', (error) => {
        this.#take(`${error.message}\n`);
        resolve(127);
      });
      this.#process.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
    this.ended.then(() => running.delete(this.#process));
  }

  #take(text) {
    this.#log = (this.#log + text).slice(-logBytesMax);
    for (const look of this.#waiting) look();
  }

  get pid() {
    return this.#process.pid;
  }

  get stdout() {
    return this.#stdout;
  }

  /** The end of what it wrote. */
  get log() {
    return this.#log.trim();
  }

  kill(signal) {
    this.#process.kill(signal);
  }

  /** Resolves to the milliseconds from its start until it wrote what matches; throws when it ends or `ms` pass before. */
  async wrote(pattern, ms) {
    let timer;
    const matched = new Promise((resolve, reject) => {
      const look = () => pattern.test(this.#log) && resolve(performance.now() - this.began);
      this.#waiting.add(look);
      timer = setTimeout(() => reject(new Error(`not ready after ${ms / 1000} s:\n${this.log}`)), ms);
      this.ended.then((code) => reject(new Error(`ended with ${code} before it was ready:\n${this.log}`)));
      look();
    });
    try {
      return await matched;
    } finally {
      clearTimeout(timer);
      this.#waiting.clear();
    }
  }

  /** Waits for its end; kills it when that takes longer than `ms`. */
  async end(ms) {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.kill('SIGKILL');
    }, ms);
    const code = await this.ended;
    clearTimeout(timer);
    return { code, late };
  }
}

/** Runs a program to its end and returns its stdout; throws with its log where it fails or takes longer than `ms`. */
export async function run(command, { ms = 60_000, ...options } = {}) {
  const child = new Child(command, { ...options, keep: true });
  const { code, late } = await child.end(ms);
  if (late) throw new Error(`${command.join(' ')}: not done after ${Math.round(ms / 1000)} s\n${child.log}`);
  if (code !== 0) throw new Error(`${command.join(' ')}: ended with ${code}\n${child.log}`);
  return child.stdout;
}
