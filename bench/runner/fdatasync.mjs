/** fdatasync.mjs FOLDER SECONDS: how long fdatasync takes after each append of 4 KiB to a file there, as JSON. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { quantile } from './statistics.mjs';

const [, , folder, seconds] = process.argv;
const block = Buffer.alloc(4096, 0x5a);
const file = openSync(path.join(folder, 'appends'), 'a');
const times = [];
for (const end = performance.now() + 1000 * Number(seconds); performance.now() < end;) {
  writeSync(file, block);
  const began = performance.now();
  fdatasyncSync(file);
  times.push(performance.now() - began);
}
closeSync(file);

times.sort((a, b) => a - b);
const latency = {
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
  p999: quantile(times, 0.999),
  max: times.at(-1),
};
console.log(JSON.stringify({ seconds: Number(seconds), appends: times.length, latency_ms: latency }));
