/** bun_batched.mjs PORT: Bun's publish, once for everything that one turn of the loop brought. */
const [, , port] = process.argv;

let waiting = new Uint8Array(64 * 1024);
let used = 0;

function take(ops) {
  if (used === 0) setImmediate(flush);
  if (used + ops.length > waiting.length) {
    const larger = new Uint8Array(2 * (used + ops.length));
    larger.set(waiting.subarray(0, used));
    waiting = larger;
  }
  waiting.set(ops, used);
  used += ops.length;
}

// publish() copies what it is given, so that the buffer is free again.
function flush() {
  server.publish('room', waiting.subarray(0, used));
  used = 0;
}

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  fetch(request, server) {
    return server.upgrade(request) ? undefined : new Response('not a WebSocket', { status: 400 });
  },
  websocket: {
    open(socket) {
      socket.subscribe('room');
    },
    message(socket, ops) {
      take(ops);
    },
  },
});
console.log('ready');
