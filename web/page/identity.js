import { ByteReader } from '../client/bytes.js';
import { readOp } from '../client/ops.js';

const key = 'atelier.clients';

/**
 * Who this tab is on each picture, and what it drew there that is not on disk yet. Kept over a reload in the tab's own
 * storage, but only from the end of one page to the beginning of the next: a duplicate of a tab copies its storage, and
 * must be another client.
 */
export class Identities {
  #storage;
  #kept;

  /** @param {Storage} storage such as sessionStorage */
  constructor(storage) {
    this.#storage = storage;
    this.#kept = new Map(parse(storage.getItem(key)));
    storage.removeItem(key);
  }

  /**
   * What an earlier life of this tab left for a picture; a new client where there is nothing.
   * @returns {{client: string, next: number, entries: {clientSeq: number, op: object, bytes: Uint8Array}[]}}
   */
  take(picture) {
    const kept = this.#kept.get(picture) ?? { client: newUuid(), next: 1, entries: [] };
    this.#kept.delete(picture);
    return kept;
  }

  /** Leaves a picture's client and its ops for the next time. */
  leave(picture, { client, own }) {
    this.#kept.set(picture, { client, next: own.next, entries: own.entries });
  }

  /** The page ends. */
  store() {
    const kept = [...this.#kept];
    try {
      this.#storage.setItem(key, format(kept));
    } catch {
      // Where there is no room for the ops, the clients at least keep their names.
      this.#storage.setItem(key, format(kept.map(([picture, each]) => [picture, { ...each, entries: [] }])));
    }
  }

  /** The page goes on after all, as browsers do with one that is gone back to. */
  resume() {
    this.#storage.removeItem(key);
  }
}

function format(kept) {
  const entriesOf = ({ entries }) => entries.map(({ clientSeq, bytes }) => [clientSeq, toBase64(bytes)]);
  return JSON.stringify(kept.map(([picture, each]) => [picture, { ...each, entries: entriesOf(each) }]));
}

/** Storage that was written by another version, or by hand, counts as empty. */
function parse(text) {
  try {
    return (JSON.parse(text) ?? []).map(([picture, { client, next, entries }]) => {
      return [picture, { client, next, entries: entries.map(readEntry) }];
    });
  } catch {
    return [];
  }
}

function readEntry([clientSeq, base64]) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return { clientSeq, bytes, op: readOp(new ByteReader(bytes)) };
}

function toBase64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** A random UUID; `crypto.randomUUID` is missing on pages without TLS. */
function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
