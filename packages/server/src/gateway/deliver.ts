/**
 * Writes to sockets: all frames of a connection within one turn of the event loop leave in one write.
 *
 * @module
 */
import type { Clock } from '../clock.ts';
import type { Connection } from './connection.ts';

export class Delivery {
  #dirty: Connection[] = [];
  /** The last list of frames, joined: in a fan-out the next connection often has the same list. */
  #lastFrames: readonly Uint8Array[] = [];
  #lastBytes: Uint8Array = new Uint8Array(0);
  readonly #clock: Clock;
  readonly #onWrite: (frames: number, bytes: number) => void;

  constructor(clock: Clock, onWrite: (frames: number, bytes: number) => void) {
    this.#clock = clock;
    this.#onWrite = onWrite;
  }

  /** Writes this connection's pending frames at the end of the turn. */
  mark(connection: Connection): void {
    if (this.#dirty.length === 0) this.#clock.afterTurn(() => this.flush());
    this.#dirty.push(connection);
  }

  /** Writes everything that is pending, now. */
  flush(): void {
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const connection of dirty) this.flushOne(connection);
    this.#lastFrames = [];
    this.#lastBytes = new Uint8Array(0);
  }

  flushOne(connection: Connection): void {
    const frames = connection.takePending();
    if (frames.length === 0 || connection.state === 'closed') return;
    const bytes = this.#joined(frames);
    connection.transport.write(bytes);
    this.#onWrite(frames.length, bytes.length);
  }

  #joined(frames: readonly Uint8Array[]): Uint8Array {
    const [only] = frames;
    if (frames.length === 1 && only !== undefined) return only;
    if (!isSameList(frames, this.#lastFrames)) {
      this.#lastFrames = frames;
      this.#lastBytes = Buffer.concat(frames);
    }
    return this.#lastBytes;
  }
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
