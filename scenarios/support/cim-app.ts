/**
 * What becomes of frames inside CIM's own programs: each is handed to a pool of threads behind a bounded queue, and what
 * does not fit is dropped. The terminal application has one thread and a queue of 10; the SDK ten threads and 1024.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises';
import { Condition } from '@posthorn/testing/condition';
import { PING } from './cim-client.ts';
import type { CimConnection, CimMessage } from './cim-client.ts';

export interface CimAppOptions {
  readonly threads: number;
  readonly queue: number;
}

export const TERMINAL: CimAppOptions = { threads: 1, queue: 10 };
export const SDK: CimAppOptions = { threads: 10, queue: 1024 };

export class CimApp {
  readonly #options: CimAppOptions;
  readonly #shown: { readonly sender: string; readonly text: string }[] = [];
  readonly #changed = new Condition();
  #dropped = 0;
  #taken = 0;
  #running = 0;
  readonly #queue: CimMessage[] = [];
  /** Some threads are slower than others. */
  #handled = 0;

  constructor(wire: CimConnection, options: CimAppOptions) {
    this.#options = options;
    void wire.until(() => {
      for (; this.#taken < wire.received.length; this.#taken++) this.#take(wire.received[this.#taken]);
      return wire.isClosed;
    });
  }

  /** What a person sees, in this order. */
  get texts(): readonly string[] {
    return this.#shown.map(({ text }) => text);
  }

  get senders(): readonly string[] {
    return this.#shown.map(({ sender }) => sender);
  }

  /** Resolves when so many texts were shown or dropped with their frame. */
  settled(count: number): Promise<void> {
    return this.#changed.until(() => this.#shown.length + this.#dropped >= count);
  }

  #take(frame: CimMessage | undefined): void {
    if (frame === undefined || frame.cmd === PING) return;
    if (this.#running < this.#options.threads) void this.#run(frame);
    else if (this.#queue.length < this.#options.queue) this.#queue.push(frame);
    else this.#dropped += Math.max(1, frame.batch.length);
    this.#changed.changed();
  }

  async #run(first: CimMessage): Promise<void> {
    this.#running++;
    for (let frame: CimMessage | undefined = first; frame !== undefined; frame = this.#queue.shift()) {
      this.#handled++;
      if (this.#options.threads === 1 || this.#handled % 3 === 0) await turn();
      const sender = frame.properties['sendUserName'] ?? '';
      for (const text of frame.batch.length > 0 ? frame.batch : [frame.text])
        this.#shown.push({ sender, text });
      this.#changed.changed();
    }
    this.#running--;
  }
}
