/** socketio.mjs PORT: socket.io over WebSocket alone, every op an event to everybody. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const [, , port] = process.argv;

const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
// Its page on memory advises this.
io.engine.on('connection', (socket) => {
  socket.request = null;
});
io.on('connection', (socket) => {
  socket.on('op', (op) => io.emit('op', op));
});
http.listen(Number(port), '127.0.0.1', () => console.log('ready'));
