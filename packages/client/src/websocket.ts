/**
 * Connections over WebSocket, which browsers and Node both have.
 *
 * @module
 */
import type { Transport, TransportHandlers } from './platform.ts';

/** Opens a WebSocket to a URL of the scheme ws or wss. */
export function dialWebSocket(url: string, { onOpen, onBytes, onClose }: TransportHandlers): Transport {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let reason = '';
  socket.addEventListener('open', onOpen);
  socket.addEventListener('message', ({ data }) => {
    // The server sends binary messages alone; anything else is not for us.
    if (data instanceof ArrayBuffer) onBytes(new Uint8Array(data));
  });
  socket.addEventListener('error', () => (reason = `cannot reach ${url}`));
  socket.addEventListener('close', (event) => {
    onClose(reason === '' ? `closed with ${event.code}` : reason);
  });
  return {
    send(bytes) {
      // The copy tells the type checker, and the runtime, that the buffer is not a shared one.
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>);
    },
    close: () => socket.close(),
  };
}
