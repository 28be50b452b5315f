import { figure, percent, ratio, table } from './format.mjs';
import { medianAt } from './statistics.mjs';

const at = (path) => (result) => figure(medianAt(result, path));
const comparedWith = (path, name) => (result, results) => ratio(medianAt(result, path) / medianAt(results[name], path));
const generatorShare = ['generator', (result) => percent(medianAt(result, 'generator_cpu_share'))];

/** With the range over the rounds, where there was more than one value. */
const spread = (path) => (result) => {
  const { median, min, max } = path.split('.').reduce((value, key) => value?.[key], result) ?? {};
  return min === max ? figure(median) : `${figure(median)} (${figure(min)}–${figure(max)})`;
};

const comparedColumns = (path) => [
  ['× relay', comparedWith(path, 'relay')],
  ['× Bun', comparedWith(path, 'bun')],
];
const latencyColumns = [
  ['p50 ms', at('latency_ms.p50')],
  ['p99', at('latency_ms.p99')],
  ['p99.9', at('latency_ms.p999')],
];
const cpuColumns = [['CPU s per million', spread('cpu_per_million')], ...comparedColumns('cpu_per_million')];
const mebibytes = (path) => (result) => {
  const bytes = medianAt(result, path);
  return figure(bytes && bytes / 2 ** 20);
};

/** By kind of scenario: each column as its head and `text(result, results)`. */
const columns = {
  closed: [
    ...cpuColumns,
    ['delivered/s', at('delivered_per_s')],
    ['ops/message', at('ops_per_message')],
    ...latencyColumns,
    generatorShare,
  ],
  open: [
    ['p50 ms', spread('latency_ms.p50')],
    ...comparedColumns('latency_ms.p50'),
    ['p99', at('latency_ms.p99')],
    ['p99.9', at('latency_ms.p999')],
    ...cpuColumns,
    ['ops/message', at('ops_per_message')],
    generatorShare,
  ],
  idle: [
    ['RSS B/connection', spread('rss_bytes_per_connection')],
    ...comparedColumns('rss_bytes_per_connection'),
    ['kernel B/connection', at('kernel_bytes_per_connection')],
  ],
  joins: [
    ['ops/s', at('rate')],
    ['newcomers', at('joins.count')],
    ['sync p50 ms', at('joins.p50_ms')],
    ['p99', spread('joins.p99_ms')],
    ['max', at('joins.max_ms')],
    ['others p50', at('others.without.p50')],
    ['p99', at('others.without.p99')],
    ['with joins p50', at('others.with.p50')],
    ['p99', at('others.with.p99')],
    generatorShare,
  ],
  many: [
    ...latencyColumns,
    ['CPU s per million', spread('cpu_per_million')],
    ['delivered/s', at('delivered_per_s')],
    ['RSS MiB', mebibytes('rss_bytes')],
    generatorShare,
  ],
  soak: [
    ...latencyColumns,
    ['RSS MiB at first', (result) => figure(soakMemory(result)?.before)],
    ['at last', (result) => figure(soakMemory(result)?.after)],
    ['delivered/s', at('delivered_per_s')],
    generatorShare,
  ],
  durable: [
    ['durable/s', spread('durable_per_s')],
    ['lag p50 ms', at('watermark_lag_ms.p50')],
    ['p99', spread('watermark_lag_ms.p99')],
    ['p99.9', at('watermark_lag_ms.p999')],
    generatorShare,
  ],
  feed: [
    ['written/s', at('written_per_s')],
    ['to sync s', spread('sync_s')],
    ['ping p99 ms', at('ping_ms.p99')],
    ['while syncing', at('ping_while_syncing_ms.p99')],
    ['live: delivered/s', at('delivered_per_s')],
    ['CPU s per million', spread('cpu_per_million')],
  ],
  fdatasync: [
    ['appends', at('appends')],
    ['p50 ms', at('latency_ms.p50')],
    ['p99', spread('latency_ms.p99')],
    ['p99.9', at('latency_ms.p999')],
    ['max', at('latency_ms.max')],
  ],
  restart: [
    ['ops', at('ops')],
    ['stored MiB', mebibytes('stored_bytes')],
    ['ready ms after kill -9', spread('ready_ms.kill')],
    ['after clean stop', spread('ready_ms.clean_stop')],
    ['then picture ms', at('picture_ms.kill')],
    ['after clean stop', at('picture_ms.clean_stop')],
  ],
};

/** RSS in MiB of a soak: a while after its begin, when all have come, and at its end; medians over a tenth of the time. */
export function soakMemory({ rss_series: series }) {
  if (!series || series.length < 10) return undefined;
  const tenth = Math.floor(series.length / 10);
  const middle = (part) => [...part].sort((a, b) => a - b)[part.length >> 1] / 2 ** 20;
  return { before: middle(series.slice(tenth, 2 * tenth)), after: middle(series.slice(-tenth)) };
}

const marks = { diverged: '*', lost: '!' };
const footnotes = { diverged: '* its viewers saw different orders', lost: '! ops were lost' };

/** What each thread of Atelier spent, since storage is part of its figure and of no other's. */
function threadLine(subject, { server_threads: threads }) {
  const spent = Object.entries(threads ?? {}).map(([name, cpu]) => [name, cpu.median ?? cpu]);
  const total = spent.reduce((sum, [, cpu]) => sum + cpu, 0);
  if (spent.length < 2 || total === 0) return [];
  const shares = spent.sort(([, a], [, b]) => b - a).map(([name, cpu]) => `${name} ${percent(cpu / total)}`);
  return [`CPU by thread, ${subject}: ${shares.join(', ')}`];
}

function engineLines({ benchmarks }) {
  const rows = Object.entries(benchmarks).map(([name, result]) => {
    const timing = Object.keys(result).find((key) => key.startsWith('cpu_time_'));
    const unit = timing?.slice('cpu_time_'.length) ?? '';
    return [name, spread('items_per_second')(result), `${figure(medianAt(result, timing))} ${unit}`];
  });
  return table(['', 'ops/s', 'CPU each'], rows);
}

/** The table of one scenario, as lines; `results` by subject. */
export function scenarioLines({ title, kind }, results) {
  const lines = ['', title];
  if (Object.keys(results).length === 0) return [...lines, 'no measurement of it worked'];
  if (kind === 'engine') return [...lines, ...Object.values(results).flatMap(engineLines)];
  const rows = Object.entries(results).map(([subject, result]) => {
    return [subject + (marks[result.order] ?? ''), ...columns[kind].map(([, text]) => text(result, results))];
  });
  lines.push(...table(['', ...columns[kind].map(([head]) => head)], rows));
  const orders = new Set(Object.values(results).map(({ order }) => order));
  lines.push(
    ...Object.keys(footnotes)
      .filter((order) => orders.has(order))
      .map((order) => footnotes[order]),
  );
  if (kind === 'idle') return lines;
  const ours = Object.entries(results).filter(([, { dialect }]) => dialect === 'atelier');
  lines.push(...ours.flatMap(([subject, result]) => threadLine(subject, result)));
  return lines;
}

const verdicts = { true: 'reached', false: 'NOT REACHED', null: 'not measured' };

/** The table of all gates, as lines. */
export function gateLines(gates) {
  const rows = gates.map(({ name, value, limit, goal, unit, least, reached, goal_reached: goalReached }) => {
    const shown = (number) => (number === undefined ? '' : `${figure(number)}${unit}`);
    const bound = (number) => (number === undefined ? '' : `${least ? '≥' : '≤'} ${shown(number)}`);
    const verdict = verdicts[reached] + (goalReached ? ', the goal too' : '');
    return [name, shown(value), bound(limit), bound(goal), verdict];
  });
  return ['', 'Gates', ...table(['', 'measured', 'to reach', 'goal', ''], rows)];
}
