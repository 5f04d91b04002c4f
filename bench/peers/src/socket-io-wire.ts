/**
 * Minimal Socket.IO: WebSocket frames (RFC 6455) as bytes on plain TCP. The first two digits of each text are the
 * packet types of Engine.IO and Socket.IO.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Listener, Talker } from '../../src/load/closed-loop.ts';
import { Line } from '../../src/load/line.ts';

/** Connects under a name by which the server knows this client. */
export async function connectSocketIo(port: number, name: string): Promise<Line> {
  const line = await Line.open(port);
  const key = randomBytes(16).toString('base64');
  const upgrade = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
  ];
  line.putText(`${upgrade.join('\r\n')}\r\n\r\n`);
  await answered(line, /\r\n\r\n[^]*0\{/);
  line.put(frame(`40{"name":"${name}"}`));
  await answered(line, /40\{/);
  return line;
}

/** `event`: the event of its messages, with the first arguments: `"direct","0001"`. */
export function socketIoTalker(line: Line, event: string): Talker {
  let [heard, acked, lastAck] = [0, 0, 0];
  const talker: Talker = {
    say: (_id, text) => line.put(frame(`42${(lastAck += 1)}[${event},"${text}"]`)),
    flush: () => line.flush(),
    onAcked: () => {},
    onHeard: () => {},
    close: () => line.close(),
  };
  line.onChunk = frames(
    (bytes, start) => {
      // 42 is an event, 43 an ack.
      if (bytes[start + 1] === 0x33) acked += 1;
      else if (bytes[start + 1] === 0x32) heard += 1;
    },
    () => {
      const [heardNow, ackedNow] = [heard, acked];
      [heard, acked] = [0, 0];
      if (heardNow > 0) talker.onHeard(heardNow);
      if (ackedNow > 0) talker.onAcked(ackedNow);
    },
  );
  return talker;
}

export function socketIoListener(line: Line): Listener {
  const listener: Listener = { onBytes: () => {}, close: () => line.close() };
  line.onChunk = (chunk) => listener.onBytes(chunk.length);
  return listener;
}

function answered(line: Line, answer: RegExp): Promise<void> {
  return new Promise((resolve) => {
    let text = '';
    line.onChunk = (chunk) => {
      text += chunk.toString('latin1');
      if (answer.test(text)) resolve();
    };
    line.flush();
  });
}

/** A client's text frame. A mask of zeros leaves the bytes unchanged, which saves work. */
function frame(text: string): Buffer {
  const { length } = text;
  const head = length < 126 ? [0x81, 0x80 | length] : [0x81, 0x80 | 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), Buffer.from(text, 'latin1')]);
}

/** Splits chunks into a server's frames. `handle` gets the start of the payload. */
function frames(
  handle: (bytes: Buffer, start: number) => void,
  chunkDone: () => void,
): (chunk: Buffer) => void {
  let kept: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    let at = 0;
    while (at + 4 <= bytes.length) {
      const short = (bytes[at + 1] ?? 0) & 127;
      const start = short === 126 ? at + 4 : at + 2;
      const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
      if (end > bytes.length) break;
      handle(bytes, start);
      at = end;
    }
    kept = bytes.subarray(at);
    chunkDone();
  };
}
