import { readFileSync } from 'node:fs';

/** What a server may need beside its connections: data, libraries, listeners. */
const reserve = 200;

/** How many files a program that is started from here may have open. */
export function openFilesMax() {
  const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  return soft === 'unlimited' ? Infinity : Number(soft);
}

/** The sizes of a measurement made so small that as many connections as they need can be open. */
export function fitted(sizes, filesMax) {
  const room = Math.max(1, filesMax - reserve);
  const { connections, pictures, viewers } = sizes;
  const fits = { ...sizes };
  if (connections > room) fits.connections = room;
  if (pictures * viewers > room) fits.pictures = Math.max(1, Math.floor(room / viewers));
  return fits;
}
