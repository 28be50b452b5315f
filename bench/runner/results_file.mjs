import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const isFlat = (value) => Object.values(value).every((each) => typeof each !== 'object' || each === null);

/** JSON with every object and list of plain values on a line of its own, so that a change of a figure changes one line. */
export function readableJson(value, indent = '') {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => readableJson(each, inner))
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([key, each]) => `${JSON.stringify(key)}: ${readableJson(each, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (parts.length === 0 || isFlat(value)) return `${open}${parts.join(', ')}${close}`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

/** Six significant digits: more is noise, and makes the file large. */
export function rounded(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(6));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
  return value;
}

/** Writes the results as a file of that name in the folder, which is made where it is missing; returns its path. */
export function writeResults(folder, name, results) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, `${readableJson(results)}\n`);
  return file;
}
