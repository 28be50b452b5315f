import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const peers = path.join(root, 'bench/peers');
const programs = process.env.ATELIER_BIN_DIR ?? path.join(root, 'build/release/bin');

/** The path of one of the project's programs, such as `atelierd`. */
export function programPath(name) {
  return path.join(programs, name);
}

/**
 * Bun's executable. The package `bun` puts it in its place by a script at installation; the packages that it chooses
 * from hold it as it is, so none is needed.
 */
export function bunPath() {
  const scope = path.join(peers, 'node_modules/@oven');
  const found = existsSync(scope) ? readdirSync(scope).sort() : [];
  const [name = 'bun'] = found;
  return path.join(scope, name, 'bin/bun');
}
