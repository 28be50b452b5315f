import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** Folders for data on the disk where the repository is, since a temporary folder may be in memory. */
export class Workplace {
  #folder;
  #count = 0;

  constructor() {
    const build = path.join(root, 'build');
    mkdirSync(build, { recursive: true });
    this.#folder = mkdtempSync(path.join(build, 'bench-'));
  }

  get path() {
    return this.#folder;
  }

  /** A new folder. */
  folder() {
    const made = path.join(this.#folder, `${++this.#count}`);
    mkdirSync(made);
    return made;
  }

  /** Runs `use(folder)` with a folder that is removed afterwards. */
  async with(use) {
    const folder = this.folder();
    try {
      return await use(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
