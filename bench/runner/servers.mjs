import path from 'node:path';
import { bunPath, peers, programPath } from './paths.mjs';

const peer = (name) => path.join(peers, name);

/**
 * The servers under test, by name. `label` is for plots, `dialect` is the generator's, `command({port, folder})` what is started, and `clean` the
 * exit code of a clean stop where one is promised.
 */
export const servers = {
  atelier: {
    label: 'Atelier',
    dialect: 'atelier',
    clean: 0,
    command: ({ port, folder }) => [
      programPath('atelierd'),
      ...['--data', path.join(folder, 'data'), '--http', `127.0.0.1:${port}`, '--log-level', 'warning'],
    ],
  },
  relay: {
    label: 'bare relay',
    dialect: 'raw',
    command: ({ port }) => [programPath('atelier-bench-relay'), '--port', `${port}`],
  },
  bun: {
    label: 'Bun publish',
    dialect: 'raw',
    command: ({ port }) => [bunPath(), peer('bun.mjs'), `${port}`],
  },
  'bun-batched': {
    label: 'Bun, batched by hand',
    dialect: 'raw',
    command: ({ port }) => [bunPath(), peer('bun_batched.mjs'), `${port}`],
  },
  nats: {
    label: 'nats-server',
    dialect: 'nats',
    env: ({ port }) => ({ ATELIER_BENCH_PORT: `${port}` }),
    command: () => ['nats-server', '-c', peer('nats.conf')],
  },
  ws: {
    label: 'Node ws',
    dialect: 'raw',
    command: ({ port }) => [process.execPath, peer('ws.mjs'), `${port}`],
  },
  'ws-batched': {
    label: 'ws, batched by hand',
    dialect: 'raw',
    command: ({ port }) => [process.execPath, peer('ws_batched.mjs'), `${port}`],
  },
  socketio: {
    label: 'socket.io',
    dialect: 'socketio',
    command: ({ port }) => [process.execPath, peer('socketio.mjs'), `${port}`],
  },
};

export const serverNames = Object.keys(servers);

/** Its viewers need not see one order: it promises none. */
export const mayDiverge = (name) => name === 'nats';
