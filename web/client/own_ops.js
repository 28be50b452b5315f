/**
 * The ops of this client that may still be lost: each keeps its number until the server says that it is on disk, so
 * that it can be sent again after a cut or after the server came back with less.
 */
export class OwnOps {
  /** Ops in the order of their numbers: `{clientSeq, op, bytes, seq}`; `seq` is null until the op came back. */
  #kept = [];
  #next = 1;
  #bytes = 0;

  /** What may wait at most; past it, drawing pauses until something is on disk. */
  static countMax = 20_000;
  static bytesMax = 4 * 1024 * 1024;

  /** True where there is no room for one more. */
  get full() {
    return this.#kept.length >= OwnOps.countMax || this.#bytes >= OwnOps.bytesMax;
  }

  /** True where everything is on disk. */
  get empty() {
    return this.#kept.length === 0;
  }

  get count() {
    return this.#kept.length;
  }

  /** The number that the next op gets. */
  get next() {
    return this.#next;
  }

  /** The ops that have not come back, in order. */
  get unreturned() {
    return this.#kept.filter((entry) => entry.seq === null);
  }

  /** Gives an op the next number. */
  add(op, bytes) {
    const entry = { clientSeq: this.#next++, op, bytes, seq: null };
    this.#kept.push(entry);
    this.#bytes += bytes.length;
    return entry;
  }

  /** Ops came back: `count` from `firstClientSeq` on, as `firstSeq` and on. */
  returned(firstClientSeq, count, firstSeq) {
    for (const entry of this.#kept) {
      const at = entry.clientSeq - firstClientSeq;
      if (at >= count) break;
      if (at >= 0) entry.seq = firstSeq + at;
    }
  }

  /** Everything up to `seq` is on disk. */
  durable(seq) {
    this.#drop((entry) => entry.seq !== null && entry.seq <= seq);
  }

  /** The server refused `count` ops from `clientSeq` on. Returns how many of them were waiting. */
  rejected(clientSeq, count) {
    const before = this.#kept.length;
    this.#drop((entry) => entry.clientSeq >= clientSeq && entry.clientSeq < clientSeq + count && entry.seq === null);
    return before - this.#kept.length;
  }

  /**
   * The server takes nothing any more from `clientSeq` on, on this connection. What was refused may count as used up, so
   * all that follows gets new numbers, in its order, for the next `sync`.
   */
  postponed(clientSeq) {
    const refused = (entry) => entry.clientSeq >= clientSeq && entry.seq === null;
    const again = this.#kept.filter(refused);
    this.#drop(refused);
    for (const { op, bytes } of again) this.add(op, bytes);
  }

  /**
   * The server says that it accepted this client's ops up to `clientSeq`, all of them at or before `seq`.
   * Returns the ops to send again, in order.
   */
  synced(clientSeq, seq) {
    this.#next = Math.max(this.#next, clientSeq + 1);
    for (const entry of this.#kept) {
      if (entry.clientSeq > clientSeq) entry.seq = null;
      else entry.seq ??= seq;
    }
    return this.unreturned;
  }

  /** Takes over ops that an earlier life of this client kept. */
  restore(next, entries) {
    this.#next = Math.max(this.#next, next);
    this.#kept = entries.map(({ clientSeq, op, bytes }) => ({ clientSeq, op, bytes, seq: null }));
    this.#bytes = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** What `restore` takes. */
  get entries() {
    return [...this.#kept];
  }

  #drop(which) {
    this.#kept = this.#kept.filter((entry) => {
      if (!which(entry)) return true;
      this.#bytes -= entry.bytes.length;
      return false;
    });
  }
}
