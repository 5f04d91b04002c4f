/**
 * Plain TCP for drivers: chunks in, several messages in one write.
 *
 * @module
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export class Line {
  readonly #socket: Socket;
  #outgoing: Buffer[] = [];
  onChunk: (chunk: Buffer) => void = () => {};
  /** The peer closed the connection. By default this ends the measurement, which would be meaningless. */
  onLost: () => void = () => {
    throw new Error('the peer hung up in the middle of a measurement');
  };
  #isClosing = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.onChunk(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!this.#isClosing) this.onLost();
    });
  }

  static open(port: number, localAddress?: string): Promise<Line> {
    return new Promise((resolve, reject) => {
      const where = { port, host: '127.0.0.1', noDelay: true };
      const socket = connect(localAddress === undefined ? where : { ...where, localAddress });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Line(socket));
      });
    });
  }

  put(bytes: Buffer): void {
    this.#outgoing.push(bytes);
  }

  putText(text: string): void {
    this.#outgoing.push(Buffer.from(text, 'latin1'));
  }

  flush(): void {
    const [only] = this.#outgoing;
    if (only === undefined) return;
    this.#socket.write(this.#outgoing.length === 1 ? only : Buffer.concat(this.#outgoing));
    this.#outgoing = [];
  }

  close(): void {
    this.#isClosing = true;
    this.#socket.destroy();
  }
}
