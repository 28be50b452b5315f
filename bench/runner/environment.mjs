import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './child.mjs';
import { cores } from './cores.mjs';
import { bunPath, peers, programPath, root } from './paths.mjs';

/** The first line that a command prints; null where it cannot be run. */
async function said(...command) {
  try {
    return (await run(command, { ms: 10_000 })).trim().split('\n')[0];
  } catch {
    return null;
  }
}

function packageVersion(name) {
  return JSON.parse(readFileSync(path.join(peers, 'node_modules', name, 'package.json'), 'utf8')).version;
}

async function commit() {
  const id = await said('git', '-C', root, 'rev-parse', 'HEAD');
  const changed = await said('git', '-C', root, 'status', '--porcelain', '--untracked-files=no');
  return id && (changed ? `${id} with changes` : id);
}

/** Where and of what the measurements are. */
export async function environment(folder) {
  return {
    date: new Date().toISOString(),
    commit: await commit(),
    cpu: os.cpus()[0].model.trim(),
    nproc: os.cpus().length,
    memory_gib: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    filesystem: await said('stat', '-f', '-c', '%T', folder),
    pinning: { server_core: cores.server, generator_core: cores.generator, by: 'taskset' },
    versions: {
      atelier: (await said(programPath('atelierd'), '--version'))?.replace(/^\D*/, ''),
      bun: await said(bunPath(), '--version'),
      node: process.versions.node,
      ws: packageVersion('ws'),
      'socket.io': packageVersion('socket.io'),
      'nats-server': (await said('nats-server', '--version'))?.replace(/^\D*/, ''),
    },
  };
}

export function environmentLines({ date, commit, cpu, nproc, memory_gib, kernel, filesystem, pinning, versions }) {
  const { server_core: server, generator_core: generator } = pinning;
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version ?? 'unknown'}`);
  const lines = [
    `${date}, commit ${commit ?? 'unknown'}`,
    `${cpu}, ${nproc} cores, ${memory_gib} GiB, Linux ${kernel}; server on core ${server}, generator on core ${generator}`,
    listed.join(', '),
  ];
  if (server === generator) lines.push('Only one core: server and generator share it, and no figure means much.');
  if (filesystem === 'tmpfs')
    lines.push('The data is in memory, not on a disk: no figure of the storage means anything.');
  return lines;
}
