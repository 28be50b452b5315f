const count = (ops) => (ops === 1 ? '1 change' : `${ops} changes`);

/**
 * What the status line says of a connection's state and of the ops that are not on disk yet.
 * @returns {{tone: 'good'|'busy'|'bad', text: string, retry: boolean}}
 */
export function statusOf({ state, goodbye, joined, unsaved }) {
  const waits = unsaved > 0 ? `, ${count(unsaved)} waiting` : '';
  if (state === 'ended') {
    return { tone: 'bad', text: `Disconnected: ${words(goodbye?.reason ?? 'unknown reason')}${waits}`, retry: true };
  }
  if (state !== 'open' || !joined) return { tone: 'bad', text: `Connecting…${waits}`, retry: false };
  if (unsaved > 0) return { tone: 'busy', text: 'Saving…', retry: false };
  return { tone: 'good', text: 'All saved', retry: false };
}

/** A reason as the protocol names it, for people. */
function words(reason) {
  return reason.replaceAll('_', ' ');
}
