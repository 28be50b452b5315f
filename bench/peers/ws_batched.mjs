/** ws_batched.mjs PORT: ws on Node.js, with one message to each client for everything that one turn of the loop brought. */
import { WebSocket, WebSocketServer } from 'ws';

const [, , port] = process.argv;

let waiting = [];

function flush() {
  const ops = Buffer.concat(waiting);
  waiting = [];
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(ops, { binary: true });
  }
}

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (ops) => {
    // Immediates run when all sockets that were readable have been read.
    if (waiting.push(ops) === 1) setImmediate(flush);
  });
});
server.on('listening', () => console.log('ready'));
