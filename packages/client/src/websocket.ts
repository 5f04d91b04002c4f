/**
 * Connections over WebSocket, in browsers and in Node.
 *
 * @module
 */
import type { Transport, TransportHandlers } from './platform.ts';

/** Opens a WebSocket to a ws:// or wss:// URL. */
export function dialWebSocket(url: string, { onOpen, onBytes, onClose }: TransportHandlers): Transport {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let reason = '';
  socket.addEventListener('open', onOpen);
  socket.addEventListener('message', ({ data }) => {
    // The server only sends binary messages.
    if (data instanceof ArrayBuffer) onBytes(new Uint8Array(data));
  });
  socket.addEventListener('error', () => (reason = `cannot reach ${url}`));
  socket.addEventListener('close', (event) => {
    onClose(reason === '' ? `closed with ${event.code} ${event.reason}`.trimEnd() : reason);
  });
  return {
    send(bytes) {
      // The cast says that the buffer is not a SharedArrayBuffer.
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>);
    },
    close: () => socket.close(),
  };
}
