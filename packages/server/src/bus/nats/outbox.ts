/**
 * Collects the commands of one turn of the event loop, and sends them in one write.
 *
 * @module
 */

import type { Clock } from '../../clock.ts';

/** Receives the bytes in order. */
export type Write = (bytes: Uint8Array) => void;

interface Command {
  readonly head: string;
  readonly data: Uint8Array;
}

const [CR, LF] = [13, 10];
const LINE_END_BYTES = 2;

export class Outbox {
  readonly #write: Write;
  readonly #clock: Pick<Clock, 'afterTurn'>;
  #commands: Command[] = [];
  #bytes = 0;

  constructor(write: Write, clock: Pick<Clock, 'afterTurn'>) {
    this.#write = write;
    this.#clock = clock;
  }

  /** Adds NATS' `PUB subject [reply] length`. Returns its size on the wire in bytes. */
  publish(subject: string, data: Uint8Array, reply?: string): number {
    const head =
      reply === undefined
        ? `PUB ${subject} ${data.length}\r\n`
        : `PUB ${subject} ${reply} ${data.length}\r\n`;
    const bytes = head.length + data.length + LINE_END_BYTES;
    if (this.#commands.length === 0) this.#clock.afterTurn(() => this.flush());
    this.#commands.push({ head, data });
    this.#bytes += bytes;
    return bytes;
  }

  /** Writes everything collected now, before something that must come after it. */
  flush(): void {
    const [commands, bytes] = [this.#commands, this.#bytes];
    this.clear();
    if (commands.length > 0) this.#write(packed(commands, bytes));
  }

  /** Drops everything collected. */
  clear(): void {
    this.#commands = [];
    this.#bytes = 0;
  }
}

function packed(commands: readonly Command[], bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const { head, data } of commands) {
    at += buffer.write(head, at, 'latin1');
    buffer.set(data, at);
    at += data.length;
    buffer[at++] = CR;
    buffer[at++] = LF;
  }
  return buffer;
}
