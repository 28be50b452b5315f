import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { generate } from './generator.mjs';
import { ServerProcess } from './server_process.mjs';

async function json(server, place, options) {
  const response = await fetch(`http://127.0.0.1:${server.port}${place}`, options);
  const body = await response.json();
  if (!response.ok) throw new Error(`${place}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

async function addPicture(server) {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ name: 'restart', width: 1000, height: 1000 });
  return (await json(server, '/pictures', { method: 'POST', headers, body })).id;
}

async function durableOps(server, picture) {
  return (await json(server, `/pictures/${picture}`)).durable_seq;
}

const fastest = { name: 'atelier', warmup: 0, senders: 10, rate: 0, 'in-flight': 1024 };

/** Draws until so many ops are durable; the number that then are. */
async function store(server, picture, ops, seconds) {
  let durable = 0;
  while (durable < ops) {
    await generate('durable', { ...fastest, server, seconds, picture });
    const now = await durableOps(server, picture);
    if (now <= durable) throw new Error(`nothing became durable in ${seconds} s; ${durable} of ${ops} ops are`);
    durable = now;
  }
  return durable;
}

function bytesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const place = path.join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(place) : entry.isFile() ? statSync(place).size : 0);
  }, 0);
}

/** Fetches a picture; the milliseconds that it took, which is how long its first viewer waits. */
async function pictureAfter(server, picture) {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${server.port}/pictures/${picture}.png`);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`/pictures/${picture}.png: ${response.status}`);
  return performance.now() - began;
}

const places = (folder) => ({ kept: path.join(folder, 'kept/data'), used: path.join(folder, 'used') });

/** Fills a data folder and kills its server, once for all rounds. */
async function fill(folder, { ops, smoke }) {
  const { kept } = places(folder);
  const server = await ServerProcess.start('atelier', path.dirname(kept));
  try {
    const picture = await addPicture(server);
    return { picture, ops: await store(server, picture, ops, smoke ? 0.3 : 5) };
  } finally {
    await server.kill();
    rmSync(path.join(kept, 'atelier.sock'), { force: true });
  }
}

/**
 * Starts a server on the same stored ops, each round on a new copy: after `kill -9`, and after the clean stop that
 * follows. `folder` must live as long as the rounds do, and `filled` is what the round before returned.
 */
export async function measureRestart(folder, { ops, smoke, filled }) {
  mkdirSync(path.join(folder, 'kept'), { recursive: true });
  const stored = filled ?? (await fill(folder, { ops, smoke }));
  const { kept, used } = places(folder);
  rmSync(used, { recursive: true, force: true });
  cpSync(kept, path.join(used, 'data'), { recursive: true });

  const result = { ops: stored.ops, stored_bytes: bytesIn(kept), ready_ms: {}, picture_ms: {} };
  for (const after of ['kill', 'clean_stop']) {
    await ServerProcess.with('atelier', used, async (server) => {
      result.ready_ms[after] = server.readyAfter;
      result.picture_ms[after] = await pictureAfter(server, stored.picture);
      const durable = await durableOps(server, stored.picture);
      if (durable < stored.ops) throw new Error(`after the restart ${durable} of ${stored.ops} durable ops are there`);
    });
  }
  return { result, filled: stored };
}
