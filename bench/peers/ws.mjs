/** ws.mjs PORT: ws on Node.js, with the broadcast loop of its README. */
import { WebSocket, WebSocketServer } from 'ws';

const [, , port] = process.argv;

// Its optional addon bufferutil is installed beside it; the other, utf-8-validate, has its place taken by Node.js.
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (ops) => {
    for (const client of server.clients) {
      if (client.readyState === WebSocket.OPEN) client.send(ops, { binary: true });
    }
  });
});
server.on('listening', () => console.log('ready'));
