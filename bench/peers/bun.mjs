/** bun.mjs PORT: Bun's own publish and subscribe, as its guide shows it: every message is published as it comes. */
const [, , port] = process.argv;

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
      server.publish('room', ops);
    },
  },
});
console.log('ready');
