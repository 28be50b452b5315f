import { mayDiverge } from './servers.mjs';

const needed = {
  closed: ['order', 'ops', 'delivered', 'cpu_per_million', 'latency_ms.p50'],
  open: ['order', 'ops', 'delivered', 'cpu_per_million', 'latency_ms.p50'],
  idle: ['rss_bytes_per_connection', 'kernel_bytes_per_connection'],
  joins: ['joins.count', 'joins.p99_ms', 'others.without', 'others.with'],
  many: ['order', 'delivered', 'cpu_per_million', 'latency_ms.p50'],
  soak: ['order', 'delivered', 'rss_series'],
  durable: ['durable_per_s', 'watermark_lag_ms.p99'],
  feed: ['sync_s', 'delivered', 'ping_while_syncing_ms'],
  restart: ['ops', 'ready_ms.kill', 'ready_ms.clean_stop'],
  fdatasync: ['appends', 'latency_ms.p99'],
  engine: ['benchmarks'],
};
const positive = ['ops', 'delivered', 'joins.count', 'durable_per_s', 'appends'];

const at = (result, path) => path.split('.').reduce((value, key) => value?.[key], result);
const isEmpty = (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** What is wrong with a measurement apart from its figures, as one line; null where nothing is. */
export function problemOf(kind, server, result) {
  for (const path of needed[kind]) {
    const value = at(result, path);
    if (value === undefined || value === null || isEmpty(value)) return `the result has no ${path}`;
    if (positive.includes(path) && !(value > 0)) return `${path} is ${value}; it must be above 0`;
  }
  if (result.order === 'lost') return 'ops were lost';
  if (result.order === 'diverged' && !mayDiverge(server)) return 'its viewers saw different orders';
  return null;
}
